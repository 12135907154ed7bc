create table t (id bigint);

create foreign data wrapper plain;
