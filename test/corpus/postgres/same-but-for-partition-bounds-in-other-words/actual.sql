create table t (at timestamptz not null, n integer) partition by range (at, n);
create table l (kind varchar(10)) partition by list (kind);

create table t_1 partition of t for values from ('2024-01-01 01:00:00+01'::timestamptz, 0 + 1) to ('2024-12-31 19:00:00-05', maxvalue);
create table l_1 partition of l for values in ('a'::text, 'b'::varchar(10));
