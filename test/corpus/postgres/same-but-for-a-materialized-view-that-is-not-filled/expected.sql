create table a (id bigint primary key);
create table b (id bigint primary key);

create materialized view ab as select a.id, b.id as other from a join b on b.id = a.id;
