-- What version 2 of the measurement log adds to version 1.

-- What the instrument could resolve on this machine, as JSON; see rung calibrate.
create table calibration (
  run integer not null references run, at integer not null, result text not null, primary key (run, at)
) strict, without rowid;

-- The folds of version 1; those below take their place, and are made from the facts as those were.
drop table hour_cycle;
drop table hour_edge;
drop table hour;

-- Folds of whole hours and days: exact counts per edge, interval histograms, and which sales were not seen and are read
-- from the facts at each look. Derived from the facts and rebuilt from them at will, as all tables below.
create table fold (
  stage integer not null references stage, length integer not null, begins integer not null, body blob not null,
  primary key (stage, length, begins)
) strict, without rowid;

-- The signs of life of whole hours, with the longest silence and the worst parting of the clocks between two of them.
create table tick_hour (
  run integer not null references run, hour integer not null, ticks integer not null, first integer not null,
  first_wall integer not null, last integer not null, last_wall integer not null, gap_from integer not null,
  gap integer not null, worst_at integer not null, worst integer not null, primary key (run, hour)
) strict, without rowid;

-- The polling reports that ended in whole hours, in all; span is the time that they report of.
create table polled_hour (
  stage integer not null references stage, hour integer not null, reports integer not null, span integer not null,
  rounds integer not null, failures integer not null, cost integer not null, deferred integer not null,
  primary key (stage, hour)
) strict, without rowid;

-- From first to last, each sale that was made is known to be undone by its return, but for those in unreturned.
create table returned (
  pipeline integer not null references pipeline, first integer not null, last integer not null,
  primary key (pipeline, first)
) strict, without rowid;

create table unreturned (
  pipeline integer not null references pipeline, slot integer not null, primary key (pipeline, slot)
) strict, without rowid;
