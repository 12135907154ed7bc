create table shifts (
  id integer primary key,
  starts_at text not null,
  ends_at text check (ends_at > starts_at),
  breaks integer default 0,
  check (breaks >= 0)
);
