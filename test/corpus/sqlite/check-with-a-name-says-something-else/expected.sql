create table bookings (
  starts_at text not null,
  ends_at text not null,
  constraint bookings_in_order check (starts_at < ends_at)
);
