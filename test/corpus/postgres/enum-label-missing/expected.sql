create type order_status as enum ('draft', 'paid', 'shipped', 'refunded');
create table orders (id bigint primary key, status order_status not null default 'draft');
