create table users (id bigint not null, email text default 'x' check (email <> ''), constraint users_pkey primary key (id));
