create table orders (id bigint not null, total numeric, primary key (id));
alter table orders alter column id add generated always as identity;
