create table users (id bigint generated always as identity primary key, email text);
create index users_email on users (email);
create sequence numbers;

insert into users (email) select 'user' || n from generate_series(1, 50) n;
select setval('numbers', 5000);
analyze users;
