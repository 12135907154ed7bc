create table posts (
  id bigint primary key,
  kind varchar(20) constraint posts_kind check (kind in ('draft', 'live')),
  country char(2) constraint posts_country check (country in ('de', 'fr'))
);
create index posts_live on posts (id) where kind in ('draft', 'live');
