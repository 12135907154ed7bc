create table users (id integer primary key, email text not null, name text, check (name <> ''));
create view names as select id, name from users;
