create table subscriptions (id bigint primary key, plan text not null, seats integer not null);
