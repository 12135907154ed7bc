create table users (id integer primary key, deleted_at text);
create view active_users as select id from users where deleted_at is null;
