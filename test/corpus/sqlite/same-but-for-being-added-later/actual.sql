create table users (id integer primary key, email text not null);
insert into users (email) values ('ada@example.com');
alter table users add column locale text not null default 'en';
alter table users add column age integer;
