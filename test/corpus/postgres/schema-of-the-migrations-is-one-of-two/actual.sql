create table users (id bigint primary key);
create schema billing;
create table billing.invoices (id bigint primary key);

create schema archive;
create table archive.payments (id bigint primary key, invoice_id bigint not null references billing.invoices);
create table billing.payments_old (id bigint primary key);
