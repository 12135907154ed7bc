create table t (
  a integer not null default (1) check ((a != 0) and (a < 100)),
  b text generated always as (UPPER(TRIM("c"))) stored,
  c text,
  check (((c notnull) or (a == 2)))
);
create index ix_t_c on t (LOWER(c)) where ((a > 1) and (c notnull));
