create table regions (id bigint primary key);

create table depots (
  id bigint primary key,
  code text unique,
  region_id bigint references regions,
  size integer check (size between 1 and 10)
);
create index depots_region_id_idx on depots (region_id);
create index depots_size_idx on depots (size);
