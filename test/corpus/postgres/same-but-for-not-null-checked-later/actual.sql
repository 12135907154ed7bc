create table users (id bigint primary key, email text);
alter table users add constraint email_given not null email not valid;
alter table users validate constraint email_given;
