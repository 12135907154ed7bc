create table users (id bigint primary key);
create schema billing;
create table billing.invoices (id bigint primary key);

create table billing.payments (id bigint primary key, invoice_id bigint not null references billing.invoices);
