create table plans (id bigint primary key, kind text not null default 'free');
