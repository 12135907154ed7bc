create table users (id integer primary key, deleted_at text);
