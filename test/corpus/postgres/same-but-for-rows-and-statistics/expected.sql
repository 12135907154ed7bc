create table users (id bigint generated always as identity primary key, email text);
create index users_email on users (email);
create sequence numbers;
