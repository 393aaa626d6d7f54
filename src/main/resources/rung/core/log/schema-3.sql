-- What version 3 of the measurement log adds to version 2.

-- In how many rounds of a polling report each fault occurred; a report without faults has no row.
create table polled_fault (
  stage integer not null references stage, since integer not null, until integer not null, fault text not null,
  rounds integer not null, primary key (stage, until, since, fault)
) strict, without rowid;

-- Commits that looks at a stage came upon, at the end of the look; the other times are other machines' clocks.
create table commit_seen (
  stage integer not null references stage, at integer not null, cycle text not null, parent text not null,
  operation text not null, written integer not null, made_current integer, recorded integer, engine text not null,
  job text not null, batch text not null, complete_until integer, records integer not null, files integer not null,
  primary key (stage, at, cycle)
) strict, without rowid;

-- What the front door's own clock said when it took an injection, cut to a resolution; only of sources that tell. Both in
-- nanoseconds, the first since 1970-01-01 UTC on that clock. It says how far the clocks are apart, and decides nothing.
create table stamp (
  pipeline integer not null references pipeline, slot integer not null, kind text not null, at integer not null,
  resolution integer not null, primary key (pipeline, slot, kind)
) strict, without rowid;
