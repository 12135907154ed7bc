create table users (id bigint primary key, email text constraint users_email_key unique);
