create table payments (id bigint primary key, amount numeric(12, 2) not null, paid_at timestamptz);
