create table cities (id integer primary key, name text);
create index ix_cities_name on cities (name collate rtrim);
