-- A web shop: catalogue, stock, baskets, orders, payments, promotions.
create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists citext;
create schema shop;

create type shop.order_status as enum ('draft', 'placed', 'paid', 'packed', 'shipped', 'delivered', 'returned', 'cancelled');
create type shop.payment_method as enum ('card', 'paypal', 'invoice', 'gift card');
create type shop.weekday as enum ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');
create domain shop.money_amount as numeric(12, 2) default 0 not null check (value >= 0);
create domain shop.currency as character(3) default 'EUR' check (value = upper(value) and value ~ '^[A-Z]{3}$');
create domain shop.slug as varchar(120)
  constraint slug_shape check (value ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
  constraint slug_reserved check (value not in ('admin', 'api', 'static'));
create domain shop.email as citext check (value ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$');
create domain shop.rating as smallint check (value between 1 and 5);
create type shop.address as (line1 text, line2 text, city varchar(80), zip varchar(12), country character(2), geo point);
create type shop.dimensions as (width numeric(8, 2), height numeric(8, 2), depth numeric(8, 2), unit text);
create type shop.price_range as range (subtype = numeric);
create collation shop.plain (locale = 'C');
create sequence shop.order_number start 100000 increment 7 minvalue 100000 cache 20;
create sequence shop.voucher_number as integer cycle maxvalue 999999;

create function shop.touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end $$;
create function shop.normalise_phone(phone text) returns text language sql immutable strict parallel safe as $$
  select nullif(regexp_replace(phone, '[^0-9+]', '', 'g'), '')
$$;
create function shop.net(gross numeric, rate numeric default 0.19) returns numeric
  language sql immutable returns null on null input as 'select round(gross / (1 + rate), 2)';

create table shop.countries (
  code character(2) primary key check (code ~ '^[A-Z]{2}$'),
  name text not null unique,
  vat_rate numeric(4, 3) not null default 0.19 check (vat_rate >= 0 and vat_rate < 1),
  currency shop.currency,
  ships_on shop.weekday[] not null default '{mon,tue,wed,thu,fri}',
  is_eu boolean not null default false
);
create table shop.customers (
  id bigint generated always as identity primary key,
  email shop.email not null,
  name varchar(200) not null check (trim(both from name) <> ''),
  name_sort text collate shop.plain generated always as (lower(name)) stored,
  phone text,
  phone_digits text generated always as (shop.normalise_phone(phone)) stored,
  billing shop.address,
  shipping shop.address[],
  locale varchar(10) not null default 'en-GB' check (locale similar to '[a-z]{2}(-[A-Z]{2})?'),
  tags text[] not null default array[]::text[],
  preferences jsonb not null default '{"newsletter": false, "theme": "light"}',
  credit shop.money_amount,
  born date check (born > date '1900-01-01' and born < current_date),
  referred_by bigint references shop.customers on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default ((now() at time zone 'utc') at time zone 'utc'),
  deleted_at timestamptz,
  constraint customers_email_key unique (email),
  constraint deleted_after_created check (deleted_at is null or deleted_at >= created_at),
  constraint preferences_is_object check (jsonb_typeof(preferences) = 'object' and preferences ? 'newsletter'),
  constraint not_own_referrer check (referred_by is distinct from id)
);
create index customers_name_trgm on shop.customers using gin (name gin_trgm_ops);
create index customers_tags on shop.customers using gin (tags);
create index customers_active on shop.customers (created_at desc nulls last, lower(email::text)) where deleted_at is null;
create index customers_city on shop.customers (((billing).city), ((billing).zip) varchar_pattern_ops);
create index customers_newsletter on shop.customers ((preferences ->> 'newsletter')) where (preferences ->> 'newsletter')::boolean;
create trigger touch before update on shop.customers for each row
  when (old.email is distinct from new.email or old.tags <> new.tags and new.name not like 'test%') execute function shop.touch_updated_at();

create table shop.categories (
  id serial primary key,
  parent_id integer references shop.categories (id) on update cascade on delete restrict deferrable initially deferred,
  slug shop.slug not null,
  title text not null,
  position smallint default 0 not null,
  path integer[],
  unique (parent_id, slug),
  check (parent_id <> id),
  check (cardinality(path) is null or path[1] > 0)
);
create table shop.brands (
  id smallserial primary key,
  name citext not null unique,
  website text check (website is null or website like 'http%://%'),
  founded smallint check (founded between 1500 and 2100)
);
create table shop.products (
  id uuid default gen_random_uuid() primary key,
  sku varchar(40) not null unique check (sku = upper(sku) and length(sku) >= 4),
  brand_id smallint references shop.brands on delete set null,
  category_id integer not null references shop.categories,
  title text not null,
  description text default '' not null,
  search tsvector generated always as (
    setweight(to_tsvector('english'::regconfig, coalesce(title, '')), 'A')
    || setweight(to_tsvector('english'::regconfig, coalesce(description, '')), 'B')
  ) stored,
  price shop.money_amount,
  sale_price numeric(12, 2),
  price_band shop.price_range,
  size shop.dimensions,
  weight_grams integer check (weight_grams > 0),
  colours varchar(20)[] default '{}'::varchar(20)[],
  attributes jsonb default jsonb_build_object('version', 1),
  status varchar(20) not null default 'draft' check (status in ('draft', 'active', 'archived')),
  available tstzrange default tstzrange(now(), null),
  is_digital boolean generated always as (weight_grams is null) stored,
  created_at timestamp default (now() at time zone 'utc') not null,
  updated_at timestamp default timezone('utc', now()),
  constraint sale_below_price check (sale_price is null or (sale_price < price and sale_price > price * 0.1)),
  constraint active_has_price check (case when status = 'active' then price > 0 else true end),
  constraint known_attributes check (attributes @> '{"version": 1}' or not attributes ?| array['legacy', 'imported'])
);
create index products_search on shop.products using gin (search) with (fastupdate = off);
create index products_category_price on shop.products (category_id, price desc) include (title, status) where status in ('active', 'draft');
create index products_brand on shop.products using hash (brand_id);
create index products_band on shop.products using gist (price_band, available);
create index products_month on shop.products (date_trunc('month', created_at), extract(dow from created_at));
create index products_attributes on shop.products using gin (attributes jsonb_path_ops);
alter table shop.products alter column description set storage external;
alter table shop.products alter column category_id set statistics 500;
create statistics shop.products_correlation (dependencies, ndistinct, mcv) on brand_id, category_id, status from shop.products;
create trigger touch before update of title, description, price on shop.products
  for each row execute function shop.touch_updated_at();

create table shop.product_images (
  product_id uuid not null references shop.products on delete cascade,
  position integer not null check (position >= 0),
  url text not null,
  checksum bytea check (octet_length(checksum) = 32),
  primary key (product_id, position) include (url)
);
create table shop.price_history (
  product_id uuid references shop.products (id) on delete cascade not null,
  valid tstzrange not null check (not isempty(valid)),
  price shop.money_amount,
  exclude using gist (product_id with =, valid with &&)
);
create table shop.warehouses (
  id integer generated by default as identity (start with 10 increment by 10) primary key,
  name text not null,
  location point,
  area polygon,
  country character(2) references shop.countries,
  opening time not null default '08:00',
  closing time(0) with time zone not null default '17:30+01',
  constraint opens_before_closing check (opening < closing::time)
);
create index warehouses_location on shop.warehouses using gist (location);
create table shop.stock (
  warehouse_id integer references shop.warehouses,
  product_id uuid references shop.products,
  on_hand integer not null default 0,
  reserved integer not null default 0,
  available integer generated always as (on_hand - reserved) stored,
  counted_at date default current_date,
  primary key (warehouse_id, product_id),
  check (reserved <= on_hand and on_hand >= 0)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create table shop.baskets (
  id uuid primary key default gen_random_uuid(),
  customer_id bigint references shop.customers on delete cascade,
  token text not null default encode(sha256(convert_to(clock_timestamp()::text, 'UTF8')), 'hex'),
  expires_at timestamptz not null default now() + interval '30 days',
  lines jsonb[] default '{}',
  check (expires_at > '2000-01-01 00:00:00+00'::timestamptz)
);
create table shop.orders (
  id bigint default nextval('shop.order_number') primary key,
  customer_id bigint not null references shop.customers,
  status shop.order_status not null default 'draft',
  placed_at timestamptz,
  shipped_at timestamptz,
  ship_to shop.address,
  currency shop.currency not null,
  total shop.money_amount,
  vat numeric generated always as (round(total - total / 1.19, 2)) stored,
  note text check (char_length(note) <= 2000),
  source inet default '0.0.0.0',
  client macaddr,
  takes interval day to second default '3 days 04:05:06',
  constraint placed_when_not_draft check (status = 'draft' or placed_at is not null),
  constraint shipping_order check (
    (shipped_at is null and status <> all (array['shipped', 'delivered']::shop.order_status[]))
    or (shipped_at, shipped_at) overlaps (placed_at, placed_at + interval '90 days')
    or status in ('shipped', 'delivered', 'returned') and shipped_at > placed_at
  )
);
alter sequence shop.order_number owned by shop.orders.id;
create index orders_customer on shop.orders (customer_id, placed_at desc) where status <> 'draft';
create unique index orders_one_draft on shop.orders (customer_id) where status = 'draft'::shop.order_status;
create index orders_placed on shop.orders using brin (placed_at) with (pages_per_range = 32);
create index orders_day on shop.orders ((placed_at at time zone 'Europe/Berlin'), (coalesce(note, '-')));
create table shop.order_lines (
  order_id bigint not null references shop.orders on delete cascade,
  line smallint not null,
  product_id uuid not null references shop.products,
  quantity integer not null default 1 check (quantity > 0),
  unit_price numeric(12, 2) not null check (unit_price >= 0.00),
  discount real not null default 0 check (discount >= 0 and discount <= 1.0),
  amount numeric generated always as (round((quantity * unit_price)::numeric * (1 - discount)::numeric, 2)) stored,
  primary key (order_id, line),
  unique (order_id, product_id) deferrable
);
create table shop.payments (
  id bigserial primary key,
  order_id bigint references shop.orders not null,
  method shop.payment_method not null default 'card',
  amount shop.money_amount,
  card_last4 character(4),
  provider_response json,
  paid_at timestamptz default now(),
  check ((method = 'card') = (card_last4 is not null)),
  check (card_last4 ~ '^\d{4}$')
);
create table shop.refunds (
  id bigserial primary key,
  payment_id bigint not null,
  amount shop.money_amount check (amount > 0),
  reason text not null default E'not\tgiven\n',
  foreign key (payment_id) references shop.payments (id) match full on update cascade not valid
);
create table shop.vouchers (
  code varchar(20) primary key default 'V' || lpad(nextval('shop.voucher_number')::text, 6, '0'),
  percent integer check (percent in (5, 10, 15, 20, 50)),
  amount shop.money_amount,
  valid daterange not null default daterange(current_date, (current_date + 30)),
  uses_left integer default null check (uses_left is null or uses_left >= 0),
  check (num_nonnulls(percent, nullif(amount::numeric, 0)) = 1),
  exclude using gist (code with =, valid with &&) where (uses_left is not null) deferrable initially deferred
);
create table shop.reviews (
  product_id uuid references shop.products on delete cascade,
  customer_id bigint references shop.customers on delete cascade,
  rating shop.rating not null,
  body text,
  helpful bigint not null default 0,
  primary key (product_id, customer_id)
);
create table shop.wishlists (
  customer_id bigint, product_id uuid, added date default now(),
  constraint pk_wishlists primary key (customer_id, product_id),
  constraint fk_wishlists_customer foreign key (customer_id) references shop.customers (id) on delete cascade,
  constraint fk_wishlists_product foreign key (product_id) references shop.products (id) on update no action
);
create unlogged table shop.sessions (
  id character varying(64) primary key, data bytea not null, expires integer not null check (expires > extract(epoch from timestamptz '2020-01-01 00:00:00+00'))
);
create table shop.audit (
  id bigint generated always as identity (cache 50) not null,
  at timestamptz not null default clock_timestamp(),
  who name not null default current_user,
  relation regclass not null,
  operation "char" not null check (operation in ('I', 'U', 'D', 'T')),
  old_row jsonb,
  new_row jsonb,
  xid bigint default txid_current()
);
create function shop.write_audit() returns trigger language plpgsql security definer set search_path = shop, pg_temp as $$
begin
  if tg_op = 'TRUNCATE' then
    insert into shop.audit (relation, operation) values (tg_relid, 'T');
    return null;
  end if;
  insert into shop.audit (relation, operation, old_row, new_row)
  values (tg_relid, left(tg_op, 1)::"char", case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
  return coalesce(new, old);
end $$;
create trigger audit_rows after insert or update or delete on shop.orders for each row execute function shop.write_audit();
create trigger audit_truncate after truncate on shop.orders execute function shop.write_audit();
create function shop.note_changed_lines() returns trigger language plpgsql as $$
begin
  perform 1 from changed where quantity > 100;
  return null;
end $$;
create trigger changed_lines after update on shop.order_lines
  referencing old table as previous new table as changed for each statement execute function shop.note_changed_lines();
create constraint trigger total_matches after insert or update on shop.order_lines deferrable initially deferred
  for each row when (new.quantity > 0 and (new.unit_price <> 0 or new.discount in (0, 1))) execute function shop.touch_updated_at();
create trigger positive before insert or update of amount on shop.payments
  for each row when (new.amount is null or coalesce(new.amount, 0) <= 0 and new.method::text like 'c%') execute function shop.touch_updated_at();
alter table shop.orders disable trigger audit_truncate;
alter table shop.orders enable always trigger audit_rows;

create view shop.active_products as
  select p.*, b.name as brand, c.title as category
  from shop.products p
  left join shop.brands b on b.id = p.brand_id
  join shop.categories c on c.id = p.category_id
  where p.status = 'active' and p.available @> now();
create view shop.order_totals as
  select o.id, o.customer_id, o.status, sum(l.amount) as total, count(*) filter (where l.discount > 0) as discounted,
    string_agg(distinct p.sku, ', ' order by p.sku) as skus,
    array_agg(l.line order by l.amount desc nulls last) as lines
  from shop.orders o
  join shop.order_lines l on l.order_id = o.id
  join shop.products p on p.id = l.product_id
  group by o.id
  having sum(l.amount) between 0 and 1e9;
create view shop.category_tree with (security_barrier) as
  with recursive tree (id, title, depth, path) as (
    select id, title, 0, array[id] from shop.categories where parent_id is null
    union all
    select c.id, repeat('  ', t.depth + 1) || c.title, t.depth + 1, t.path || c.id
    from shop.categories c join tree t on t.id = c.parent_id
    where not c.id = any (t.path)
  )
  select id, title, depth, array_to_string(path, '/') as path, (select count(*) from shop.products p where p.category_id = tree.id) as products
  from tree
  order by path;
create view shop.best_sellers as
  select * from (
    select p.id, p.title, p.category_id, sum(l.quantity) as sold,
      rank() over (partition by p.category_id order by sum(l.quantity) desc) as place,
      round(100.0 * sum(l.quantity) / nullif(sum(sum(l.quantity)) over (partition by p.category_id), 0), 1) as share
    from shop.products p join shop.order_lines l on l.product_id = p.id
    group by p.id
  ) ranked
  where place <= 10;
create view shop.latest_order as
  select distinct on (c.id) c.id, c.email, o.id as order_id, o.placed_at, age(now(), o.placed_at) as since
  from shop.customers c
  left join lateral (
    select * from shop.orders o where o.customer_id = c.id order by o.placed_at desc nulls last limit 1
  ) o on true
  order by c.id, o.placed_at desc;
create view shop.sales_cube as
  select coalesce(country, 'all') as country, date_trunc('month', placed_at)::date as month, sum(total) as total,
    grouping(country, date_trunc('month', placed_at)::date) as level
  from (select (o.ship_to).country::text as country, o.placed_at, o.total from shop.orders o) s
  group by grouping sets ((country, date_trunc('month', placed_at)::date), (country), ());
create view shop.product_search as
  select p.id, p.title, ts_rank_cd(p.search, query) as rank, ts_headline('english', p.description, query) as excerpt
  from shop.products p, plainto_tsquery('english', 'red shoes') query
  where p.search @@ query and similarity(p.title, 'red shoes') > 0.2;
create view shop.customer_json as
  select c.id,
    jsonb_build_object('email', c.email, 'name', c.name, 'city', (c.billing).city,
      'orders', coalesce((select jsonb_agg(to_jsonb(o) - 'note' order by o.id) from shop.orders o where o.customer_id = c.id), '[]')) as document,
    c.preferences #>> '{theme}' as theme,
    c.preferences -> 'nested' ->> 0 as nested,
    exists (select from shop.reviews r where r.customer_id = c.id and r.rating in (1, 2)) as unhappy
  from shop.customers c
  where c.tags && array['vip', 'press'] or 'staff' = any (c.tags) or c.id in (select customer_id from shop.wishlists group by 1 having count(*) > 3);
create view shop.editable_brands as select id, name, website from shop.brands where founded >= 1990 with local check option;
create view shop.calendar as
  select day::date, extract(isodow from day) as weekday, to_char(day, 'IYYY-"W"IW') as week, t.label
  from generate_series('2024-01-01'::timestamp, '2024-12-31', '1 day') with ordinality as g (day, n)
  cross join lateral (values (1, 'odd'), (0, 'even')) t (rest, label)
  where n % 2 = t.rest;
create view shop.overview as
  select 'orders' as what, count(*) from shop.orders where (status, currency) in (('paid', 'EUR'), ('paid', 'CHF'))
  union all select 'customers', count(*) from shop.customers where deleted_at is null
  except select 'nothing', 0::bigint
  union select 'stock', coalesce(sum(available), 0)::bigint from shop.stock natural join shop.price_history
  order by 1 desc limit 10 offset 1;
create view shop.brand_names as select name from shop.brands;
create rule brand_names_insert as on insert to shop.brand_names do instead insert into shop.brands (name) values (new.name) returning brands.name;
create rule keep_audit as on delete to shop.audit do instead nothing;
create rule note_update as on update to shop.audit where old.operation <> new.operation and new.operation in ('I', 'U')
  do also (insert into shop.audit (relation, operation) values (old.relation, 'T'); delete from shop.sessions where expires < extract(epoch from now()));
create rule big_orders as on update to shop.payments where new.amount > 10000 and new.paid_at > now() - interval '1 day'
  do also update shop.orders set note = coalesce(note, '') || ' big' where id = new.order_id and status = any (array['placed', 'paid']::shop.order_status[]);

comment on schema shop is 'What customers see';
comment on table shop.orders is E'One row an order.\nNever delete.';
comment on column shop.orders.vat is 'at 19 %; "reduced" rates: see shop''s countries';
comment on view shop.category_tree is 'deep';
comment on index shop.orders_day is 'by local day';
comment on function shop.net(numeric, numeric) is 'without VAT';
comment on type shop.address is 'as on an envelope';
comment on constraint placed_when_not_draft on shop.orders is 'see the manual of the warehouse';
comment on trigger touch on shop.products is 'keeps updated_at';
