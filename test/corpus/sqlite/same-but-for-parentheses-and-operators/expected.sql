create table t (
  a integer not null default 1 check (a <> 0 and a < 100),
  b text as (upper(trim(c))) stored,
  c text,
  check (c is not null or a = 2)
);
create index ix_t_c on t (lower(c)) where a > 1 and c is not null;
