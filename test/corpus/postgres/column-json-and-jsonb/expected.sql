create table events (id bigint primary key, payload jsonb not null);
