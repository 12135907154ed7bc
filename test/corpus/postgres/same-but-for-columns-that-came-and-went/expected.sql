create table users (id bigint primary key, email text not null, name text);
create index users_name on users (name);
