-- What version 4 of the measurement log adds to version 3.

-- What a stage's counts cannot prove, as it was known before the run; a stage without a caveat has no row.
create table stage_caveat (stage integer primary key references stage, caveat text not null) strict;

-- What the looks of a polling report told beside counts; one that told nothing has no row, and null is what was not told.
-- queried: the part of the report's cost that was spent on the counts themselves. cache_age: the largest age at which a
-- cache gave an answer. outlived_age, outlived_life: of the answer held longest beyond the life that it declared itself.
create table polled_told (
  stage integer not null references stage, since integer not null, until integer not null, queried integer,
  cache_age integer, outlived_age integer, outlived_life integer, primary key (stage, until, since)
) strict, without rowid;

-- The same of the polling reports that ended in whole hours: times in all, and the largest ages.
create table polled_told_hour (
  stage integer not null references stage, hour integer not null, queried integer, cache_age integer,
  outlived_age integer, outlived_life integer, primary key (stage, hour)
) strict, without rowid;
