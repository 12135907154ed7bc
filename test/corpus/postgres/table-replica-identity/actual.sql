create table stock (id bigint primary key, sku text not null);
create unique index stock_sku_key on stock (sku);
create table prices (id bigint primary key, sku text not null);

alter table prices replica identity full;
