create table users (id bigint primary key, name text);

create extension pg_trgm;
