create table customers (id bigint primary key);
create table suppliers (id bigint primary key);

create table contacts (id bigint primary key, owner_id bigint constraint contacts_owner references suppliers);
