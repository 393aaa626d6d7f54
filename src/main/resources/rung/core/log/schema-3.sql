-- What version 3 of the measurement log adds to version 2.

-- In how many rounds of a polling report each fault occurred; a report without faults has no row.
create table polled_fault (
  stage integer not null references stage, since integer not null, until integer not null, fault text not null,
  rounds integer not null, primary key (stage, until, since, fault)
) strict, without rowid;
