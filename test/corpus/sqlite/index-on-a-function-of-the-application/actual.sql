create table places (id integer primary key, name text);
create index ix_places_key on places (APPLICATION_KEY("name"));
create index ix_places_name on places (LOWER("name"));
create view names as SELECT "name" FROM places;
