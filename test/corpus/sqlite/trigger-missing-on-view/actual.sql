create table people (id integer primary key, name text);
create view names as select id, name from people;
