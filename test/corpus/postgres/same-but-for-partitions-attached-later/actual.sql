create table sales (at date not null, amount numeric, primary key (at)) partition by range (at);
create index sales_amount on sales (amount);
create table sales_2024 (at date not null, amount numeric);
alter table sales attach partition sales_2024 for values from (date '2024-01-01') to (date '2025-01-01');
