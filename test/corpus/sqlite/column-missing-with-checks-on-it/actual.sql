create table shifts (
  id integer primary key,
  starts_at text not null
);
