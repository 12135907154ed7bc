create foreign data wrapper plain;
create server archive foreign data wrapper plain;
create table t (id bigint);

create foreign table old_orders (id bigint not null, note text) server archive;
