-- What version 5 of the measurement log adds to version 4.

-- What somebody noted beside the measurement, such as a deploy: no run measured it, and nothing is judged by it. A mark that
-- concerns every pipeline names none.
create table mark (id integer primary key, at integer not null, pipeline text, note text not null) strict;
