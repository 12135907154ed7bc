create table totals (id bigint, name text, amount numeric);
