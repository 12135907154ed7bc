create table jobs (id bigint primary key, done boolean not null default false);
