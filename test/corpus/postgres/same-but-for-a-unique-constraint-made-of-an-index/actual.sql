create table users (id bigint primary key, email text);
create unique index users_email_idx on users (email);
alter table users add constraint users_email_key unique using index users_email_idx;
