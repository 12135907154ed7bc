create table invoices (id bigint primary key, number text not null);
