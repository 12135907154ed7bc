create table "Items" (id bigint primary key, name text);
create table items (id bigint primary key);
