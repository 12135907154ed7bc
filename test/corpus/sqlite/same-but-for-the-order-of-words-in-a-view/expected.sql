create table users (id integer primary key, name text, deleted_at text);
create view active as select u.id, u.name from users as u where u.deleted_at is null;
