create table users (id bigint primary key, email text);
alter table users add constraint users_email_not_null not null email not valid;
