create table nodes (id integer primary key, parent_id integer references nodes (id) deferrable initially deferred);
