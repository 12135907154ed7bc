create table orders (id bigint primary key);
create table lines (id bigint primary key);

create publication warehouse;
alter publication warehouse add table only lines;
alter publication warehouse add table orders;
alter publication warehouse set (publish = 'delete, insert, truncate, update');
