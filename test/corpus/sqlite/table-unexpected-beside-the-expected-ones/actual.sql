create table invoices (id integer primary key, total numeric(12, 2) not null);
create table invoices_backup_2024 (id integer, total numeric(12, 2));
insert into invoices_backup_2024 values (1, 9.99);
