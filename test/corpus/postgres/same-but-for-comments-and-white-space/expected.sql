create table items (id bigint primary key, price numeric check (price > 0));
create function one() returns integer language sql immutable as $$ select 1 $$;
