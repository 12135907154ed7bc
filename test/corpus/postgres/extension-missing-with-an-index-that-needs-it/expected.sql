create table cities (id bigint primary key, name text not null);

create extension pg_trgm;
create index cities_name_trgm on cities using gin (name gin_trgm_ops);
