create table addresses (id integer primary key, received text);
