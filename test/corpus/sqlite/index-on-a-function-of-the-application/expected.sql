create table places (id integer primary key, name text);
create index ix_places_key on places (application_key(name));
create index ix_places_name on places (lower(name));
create view names as select name from places;
