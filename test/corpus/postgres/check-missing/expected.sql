create table subscriptions (
  id bigint primary key,
  plan text not null,
  seats integer not null,
  constraint subscriptions_seats_positive check (seats > 0)
);
