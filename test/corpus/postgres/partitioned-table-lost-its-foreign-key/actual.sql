create table shops (id bigint primary key);
create table sales (at date not null, shop bigint) partition by range (at);
create table sales_2024 partition of sales for values from ('2024-01-01') to ('2025-01-01');
