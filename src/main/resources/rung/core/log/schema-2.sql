-- What version 2 of the measurement log adds to version 1.

-- What the instrument could resolve on this machine, as JSON; see rung calibrate.
create table calibration (
  run integer not null references run, at integer not null, result text not null, primary key (run, at)
) strict, without rowid;
