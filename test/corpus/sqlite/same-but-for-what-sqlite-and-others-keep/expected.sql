create table users (id integer primary key autoincrement, name text);
create index ix_users_name on users (name);
