create table trips (id bigint primary key, km integer, constraint trips_km_positive check (km > 0));
