create table t (id bigint primary key, kind varchar(10) constraint ck_kind check (kind in ('a', 'b')));
