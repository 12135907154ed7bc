create table trips (id bigint primary key, km integer check (km > 0));
