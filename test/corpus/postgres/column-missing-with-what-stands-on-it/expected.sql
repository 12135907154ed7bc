create table accounts (
  id bigint primary key,
  email text,
  country text not null check (length(country) = 2)
);
create index accounts_country_idx on accounts (country);
