create foreign data wrapper plain;
create server archive foreign data wrapper plain;
create table t (id bigint);
