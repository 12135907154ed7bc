create table tasks (
  id integer primary key,
  title text not null
);
create table users (id integer primary key);
