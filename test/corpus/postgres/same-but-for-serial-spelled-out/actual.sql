create sequence orders_id_seq;
create table orders (id bigint not null default nextval('orders_id_seq'::regclass), note text);
alter sequence orders_id_seq owned by orders.id;
alter table orders add constraint orders_pkey primary key (id);
