create table lines (id bigint primary key, n integer, price numeric, total numeric generated always as (((n)::numeric * price)) stored);
