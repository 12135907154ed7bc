create table events (id bigint primary key, payload json not null);
