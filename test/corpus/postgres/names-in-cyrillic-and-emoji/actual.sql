create table "заказы" ("номер" bigint primary key, "сумма" numeric, "🚚" boolean default true);
create type "статус" as enum ('новый');
