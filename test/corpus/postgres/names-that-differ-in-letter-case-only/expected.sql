create table "Items" (id bigint primary key);
create table items (id bigint primary key, name text);
