create table payments (id bigint primary key, amount double precision not null, paid_at timestamp);
