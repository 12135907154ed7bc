create table rates (id bigint primary key, currency text not null);
create table currencies (code text primary key);
create materialized view current_rates as
  select c.code, r.id from currencies c join rates r on r.currency = c.code;

create unique index current_rates_code on current_rates (code, id);
