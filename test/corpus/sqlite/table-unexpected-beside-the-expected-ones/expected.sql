create table invoices (id integer primary key, total numeric(12, 2) not null);
