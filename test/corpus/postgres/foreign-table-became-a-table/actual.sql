create foreign data wrapper plain;
create server archive foreign data wrapper plain;

create table old_orders (id bigint not null, note text);
