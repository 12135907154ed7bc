create table users (name text, id bigint primary key, email text not null);
