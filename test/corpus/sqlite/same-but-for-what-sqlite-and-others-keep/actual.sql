create table users (id integer primary key autoincrement, name text);
create index ix_users_name on users (name);
insert into users (name) values ('Ada'), ('Grace');
analyze;
create table _litestream_seq (id integer primary key, seq integer);
create table _litestream_lock (id integer);
create table _cf_KV (key text primary key, value blob) without rowid;
