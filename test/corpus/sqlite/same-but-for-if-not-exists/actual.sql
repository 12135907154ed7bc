create table if not exists users (id integer primary key, name text);
create index if not exists main.ix_users_name on users (name);
create view if not exists main.names as select name from users;
create trigger if not exists users_guard before delete on users for each row begin select raise(abort, 'no'); end;
