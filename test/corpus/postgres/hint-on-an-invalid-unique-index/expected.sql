create table users (id bigint primary key, email text);
create unique index users_email on users (email);
