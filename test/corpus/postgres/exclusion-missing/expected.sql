create table reservations (
  id bigint primary key,
  during tstzrange not null,
  constraint reservations_apart exclude using gist (during with &&)
);
