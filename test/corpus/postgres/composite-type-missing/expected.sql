create table users (id bigint primary key);

create type point3d as (x double precision, y double precision, z double precision);
