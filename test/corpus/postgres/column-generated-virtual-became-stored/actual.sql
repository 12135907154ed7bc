create table boxes (
  id bigint primary key,
  width integer not null,
  height integer not null,
  area integer generated always as (width * height) stored
);
