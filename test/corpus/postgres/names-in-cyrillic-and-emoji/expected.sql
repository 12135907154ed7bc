create table "заказы" ("номер" bigint primary key, "сумма" numeric not null, "🚚" boolean default false);
create index "заказы по сумме" on "заказы" ("сумма");
create type "статус" as enum ('новый', 'оплачен');
