create schema billing;
create table billing.invoices (id bigint primary key, number text not null);
create table billing.customers (id bigint primary key);
