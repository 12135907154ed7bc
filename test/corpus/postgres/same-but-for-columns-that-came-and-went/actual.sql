create table users (id bigint primary key, legacy text, email text, temp integer);
alter table users drop column legacy;
alter table users add column name text;
alter table users drop column temp;
alter table users alter column email set not null;
create index users_name on users (name);
