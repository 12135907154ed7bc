create table leases (
  id bigint primary key,
  during daterange,
  is_cancelled boolean not null,
  constraint leases_apart exclude using gist (during with &&) where (not is_cancelled)
);
