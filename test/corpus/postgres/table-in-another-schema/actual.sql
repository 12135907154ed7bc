create schema billing;
create table invoices (id bigint primary key, number text not null);
create table billing.customers (id bigint primary key);
