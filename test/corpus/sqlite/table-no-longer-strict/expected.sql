create table readings (id integer primary key, sensor text not null, value real not null) strict;
