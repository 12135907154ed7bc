create table users (id integer primary key, name text);
create index ix_users_name on users (name);
create view names as select name from users;
create trigger users_guard before delete on users begin select raise(abort, 'no'); end;
