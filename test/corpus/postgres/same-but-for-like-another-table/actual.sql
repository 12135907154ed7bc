create table template (id bigint primary key, email text default 'x');
create table users (like template including all, constraint users_email_check check (email <> ''));
drop table template;
