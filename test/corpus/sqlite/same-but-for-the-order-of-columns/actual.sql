create table users (id integer primary key, name text, email text not null, check (name <> ''));
create view names as select id, name from users;
