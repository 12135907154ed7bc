create table users (id integer primary key, name text, deleted_at text);
create view active as
  SELECT users.id AS id, users.name AS name
  FROM main.users
  WHERE (users.deleted_at ISNULL);
