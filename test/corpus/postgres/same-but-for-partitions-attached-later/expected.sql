create table sales (at date not null, amount numeric, primary key (at)) partition by range (at);
create index sales_amount on sales (amount);
create table sales_2024 partition of sales for values from ('2024-01-01') to ('2025-01-01');
