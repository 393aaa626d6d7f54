-- Version 1 of the measurement log. Facts only: append, never change. Times are nanoseconds since 1970-01-01 UTC on the
-- probe's monotonic clock (labelled with its wall clock at the start of the run); durations are nanoseconds.

create table run (
  id integer primary key, name text not null unique, started integer not null, zone text not null,
  seed integer not null, software text not null
) strict;

create table pipeline (
  id integer primary key, run integer not null references run, ordinal integer not null, name text not null,
  promised_tier integer not null, promised_stage text not null, promised_peaks text not null,
  first_slot integer not null, slot integer not null, unique (run, name)
) strict;

create table stage (
  id integer primary key, pipeline integer not null references pipeline, ordinal integer not null, name text not null,
  poll integer not null, settling integer not null, unique (pipeline, name)
) strict;

-- kind: s = sale, the sample of its slot; r = the return that undoes it. A slot without an injection says why in skipped.
create table injection (
  pipeline integer not null references pipeline, slot integer not null, kind text not null, intended integer not null,
  handed integer, store text, sku text, quantity integer, skipped text, primary key (pipeline, slot, kind)
) strict, without rowid;

-- What the front door said; refused is null when it accepted.
create table delivery (
  pipeline integer not null references pipeline, slot integer not null, kind text not null, at integer not null,
  refused text, primary key (pipeline, slot, kind)
) strict, without rowid;

-- A stage showed the sale from a read answered at first_seen, was without it in a read begun at last_missing, and went on
-- showing it until settled.
create table seen (
  stage integer not null references stage, slot integer not null, last_missing integer not null,
  first_seen integer not null, settled integer not null, cycle text not null, primary key (stage, slot)
) strict, without rowid;

-- A read begun at this time was answered without the sale; kept only where it decides an edge.
create table missing (
  stage integer not null references stage, slot integer not null, at integer not null, primary key (stage, slot, at)
) strict, without rowid;

create table anomaly (
  stage integer not null references stage, slot integer not null, kind text not null, at integer not null,
  detail text not null
) strict;
create index anomaly_at on anomaly (stage, at);

create table unreadable (
  stage integer not null references stage, since integer not null, until integer not null, reason text not null
) strict;
create index unreadable_until on unreadable (stage, until);

create table polled (
  stage integer not null references stage, since integer not null, until integer not null, rounds integer not null,
  failures integer not null, cost integer not null, deferred integer not null
) strict;
create index polled_until on polled (stage, until);

create table tick (
  run integer not null references run, at integer not null, wall integer not null, primary key (run, at)
) strict, without rowid;

create table ended (pipeline integer primary key references pipeline, at integer not null) strict;

-- Folds of whole hours in which every sale was seen or its slot unmeasured: exact counts per edge, and interval histograms. Derived from the
-- facts above and rebuilt from them at will.
create table hour (
  stage integer not null references stage, hour integer not null, injected integer not null, seen integer not null,
  lost integer not null, unmeasured integer not null, cycles integer not null, largest_age integer not null,
  staleness blob not null, widths blob not null, slips blob not null, primary key (stage, hour)
) strict, without rowid;

create table hour_edge (
  stage integer not null references stage, hour integer not null, edge integer not null, slots integer not null,
  late integer not null, certainly_late integer not null, unmeasured integer not null, primary key (stage, hour, edge)
) strict, without rowid;

-- The first and last commits of a folded hour, which may have brought sales of the hours beside it.
create table hour_cycle (
  stage integer not null references stage, hour integer not null, cycle text not null, primary key (stage, hour, cycle)
) strict, without rowid;

-- For people with sqlite3 at hand: each sale at each stage, with its staleness between two bounds, in seconds.
create view measurement as
select run.name as run, pipeline.name as pipeline, stage.name as stage, i.slot, i.store, i.sku, i.quantity,
  strftime('%Y-%m-%dT%H:%M:%fZ', i.intended / 1e9, 'unixepoch') as intended,
  (i.handed - i.intended) / 1e9 as slip_seconds,
  (seen.last_missing - i.intended) / 1e9 as at_least_seconds,
  (seen.first_seen - i.intended) / 1e9 as at_most_seconds,
  seen.cycle, i.skipped, delivery.refused
from injection i
join pipeline on pipeline.id = i.pipeline join run on run.id = pipeline.run join stage on stage.pipeline = pipeline.id
left join seen on seen.stage = stage.id and seen.slot = i.slot
left join delivery on delivery.pipeline = i.pipeline and delivery.slot = i.slot and delivery.kind = i.kind
where i.kind = 's';
