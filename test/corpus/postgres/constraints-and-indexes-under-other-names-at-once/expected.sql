create table regions (id bigint primary key);

create table depots (
  id bigint constraint pk_depots primary key,
  code text constraint uq_depots_code unique,
  region_id bigint constraint fk_depots_region references regions,
  size integer constraint ck_depots_size check (size between 1 and 10)
);
create index ix_depots_region on depots (region_id);
create index ix_depots_size on depots (size);
