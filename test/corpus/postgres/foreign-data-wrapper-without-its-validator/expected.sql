create table t (id bigint);

create foreign data wrapper plain validator postgresql_fdw_validator;
