-- Analytics: functions, aggregates and materialized views over facts.
create schema dwh;
create schema "Reports";
create type dwh.grain as enum ('day', 'week', 'month');
create type dwh.point3 as (x double precision, y double precision, z double precision);
create function dwh.gap(timestamptz, timestamptz) returns double precision language sql immutable strict
  as $$ select extract(epoch from ($1 - $2))::double precision $$;
create type dwh.moments as range (subtype = timestamptz, subtype_diff = dwh.gap);
create domain dwh.percentage as double precision default 0.0 check (value >= 0 and value <= 100.0);
create domain dwh.tags as text[] check (cardinality(value) <= 20 and array_position(value, null) is null);

create function dwh.bucket(at timestamptz, by dwh.grain default 'day', zone text default 'UTC') returns timestamp
  language sql stable parallel safe cost 5 as $$ select date_trunc(by::text, at at time zone zone) $$;
create function dwh.spread(variadic numbers numeric[]) returns numeric language sql immutable
  as $$ select max(n) - min(n) from unnest(numbers) n $$;
create function dwh.split(value text, separator text default ',', out part text, out place bigint) returns setof record
  language sql immutable rows 5 as $$ select trim(p), n from unnest(string_to_array(value, separator)) with ordinality u (p, n) $$;
create function dwh.pairs(jsonb) returns table (key text, value numeric) language plpgsql stable security definer
  set search_path = dwh, pg_catalog set work_mem = '64MB' as $body$
begin
  return query select e.key, (e.value #>> '{}')::numeric from jsonb_each($1) e where jsonb_typeof(e.value) = 'number';
end $body$;
create procedure dwh.refresh(what text, inout done boolean default false) language plpgsql as $$
begin
  execute format('refresh materialized view %I', what);
  done := true;
end $$;
create function dwh.add_product(state numeric, value numeric) returns numeric language sql immutable as 'select coalesce(state * value, state, value)';
create function dwh.finish(state numeric) returns numeric language sql immutable as 'select round(state, 4)';
create aggregate dwh.product(numeric) (sfunc = dwh.add_product, stype = numeric, initcond = '1', finalfunc = dwh.finish, parallel = safe);

create table dwh.dates (
  day date primary key, year smallint generated always as (extract(year from day)::smallint) stored,
  quarter smallint generated always as (date_part('quarter', day::timestamp)::smallint) stored,
  is_weekend boolean generated always as (extract(isodow from day) in (6, 7)) stored,
  holiday text, fiscal text default 'FY' || extract(year from current_date)::text,
  check (day between '2000-01-01' and '2099-12-31')
);
create table dwh.runs (
  id bigint generated always as identity (start with 1000 increment by 5 maxvalue 9000000 cycle), during dwh.moments, at dwh.point3[] default '{}',
  share dwh.percentage not null, labels dwh.tags default array['a', 'b'], grain dwh.grain default 'week',
  cost money default 12.50::money, mask bit(8) default b'10101010', flags bit varying(12), window_size interval hour to minute default '01:30',
  area box default '(1,1),(0,0)', doc xml, ref tid, host cidr default '10.0.0.0/8', ratio numeric(6, 3) default 1e-3, exact double precision default 1e15,
  span int8range default int8range(1, 10, '[]'), quoted text default 'it''s "quoted" \ and $dollar$', escaped text default E'tab\tnew\nline',
  made timestamp default '2024-02-29 12:00:00', zone time with time zone default '12:00+02', empty text default ''
);
create view "Reports"."Run Ratios" as
  select id, case grain when 'day' then 1 when 'week' then 7 else 30 end as days,
    coalesce(nullif(share, 0), 1) as share, greatest(ratio, 0.5, id) as top, least(ratio, id::numeric) as bottom,
    (at[1]).x as x, labels[1:2] as first_labels, array_length(labels, 1) is not null as labelled,
    lower(during) as start, upper_inf(span) as endless, quoted || ' ' || empty || id as text,
    not (share > 10 or share is null) and (ratio between symmetric 2 and 1) as within,
    made + '1 day'::interval * 2 as later, extract(week from made) as week, made::date - date '2024-01-01' as days_since,
    position('x' in quoted) as place, substring(quoted from '[a-z]+') as word, overlay(quoted placing 'X' from 2 for 1) as overlaid,
    trim(leading '0' from id::text) as digits, id::bit(8) & mask as masked, -id as minus, @ ratio as absolute, |/ exact as root, ratio ^ 2 as square,
    row(id, share) < row(2, 3.0) as smaller, (id, grain) is distinct from (1, 'day') as other,
    array(select n from generate_series(1, 3) n where n <> 2) as list, 5 > all (select r.id from dwh.runs r) as five,
    current_date as today, localtime(0) as clock, cast(ratio as integer) as whole, xmlelement(name run, xmlattributes(id as number)) as element,
    cost::numeric as price, collation for (quoted) as sorted, quoted collate "C" < 'm' as early, normalize(quoted, nfd) as decomposed,
    host >> inet '10.1.0.0/16' as inside, to_char(ratio, 'FM999.00') as shown, quoted like 'a%' or quoted ilike '%b' or quoted similar to '(a|b)%' as liked
  from dwh.runs;
create view "Reports".percentiles as
  select grain, percentile_disc(array[0.25, 0.5, 0.75]) within group (order by share) as quartiles, mode() within group (order by quoted) as usual,
    rank(50.0::double precision) within group (order by share) as hypothetical, corr(share, ratio) as correlation, dwh.product(ratio) as product,
    count(distinct quoted) as quotes, json_object_agg(id, share order by id) filter (where share > 1) as shares, every(share < 100) as fine
  from dwh.runs group by cube (grain, ((made)::date)) having grouping(grain) = 0 and count(*) > 1;
create view "Reports".windows as
  select id, ntile(4) over (order by share) as quarter, first_value(share) over byday as first, nth_value(share, 2) over (byday rows 3 preceding) as second,
    avg(ratio) over (partition by grain order by made groups between 1 preceding and 1 following exclude ties) as around,
    dense_rank() over (partition by grain, made::date order by share desc nulls last, id) as place, cume_dist() over byday as part
  from dwh.runs window byday as (partition by made::date order by made);
create view "Reports".lines as
  with lines as materialized (
    select r.id, p.part, p.place from dwh.runs r cross join lateral dwh.split(r.quoted) p
  ), counted (id, parts) as not materialized (
    select id, count(*) from lines group by id
  )
  select l.*, c.parts, s.n from lines l full join counted c on c.id = l.id
  left join (values (1, 'one'), (2, 'two')) as s (n, word) on s.n = l.place and s.word <> l.part
  where (l.id, c.parts) in (select id, count(*) from lines group by 1 intersect all select id, 2 from dwh.runs)
  limit 100;
create view "Reports".sample as
  select r.*, d.holiday from dwh.runs r tablesample bernoulli (10) repeatable (42) join dwh.dates d on d.day = r.made::date
  where not exists (select 1 from dwh.dates x where x.day > d.day and x.is_weekend) fetch first 5 rows only;
create view "Reports".recent (number, "Share in %", "from") as select id, share, lower(during) from dwh.runs where made >= localtimestamp - interval '7 days';
create materialized view dwh.run_days as
  select day, is_weekend, count(r.id) as runs, sum(r.ratio) as ratio, array_agg(r.grain order by r.grain desc) as grains, dwh.bucket(day::timestamptz) as bucket
  from dwh.dates left join dwh.runs r on r.made::date = day and r.share <> all ('{0,100}'::double precision[])
  group by day with no data;
create unique index run_days_day on dwh.run_days (day);
create index run_days_busy on dwh.run_days (runs desc, ratio) where runs > 0 and is_weekend is not true;
create materialized view "Reports"."Weekly" with (fillfactor = 80) as
  select date_trunc('week', day) as week, sum(runs)::bigint as runs from dwh.run_days group by 1 order by 1 with no data;
create index on "Reports"."Weekly" (week, (runs * 2));
create view "Reports".refreshed as select w.week, d.day from "Reports"."Weekly" w join dwh.run_days d on d.day::timestamp between w.week and w.week + '6 days';
create index runs_during on dwh.runs using gist (during, host inet_ops);
create index runs_words on dwh.runs using gin (to_tsvector('simple', quoted), labels);
create index runs_case on dwh.runs ((case when share > 50 then 'big' else 'small' end), (ratio::integer % 10), upper(quoted) collate "C" text_pattern_ops desc);
create statistics dwh.runs_days on grain, share from dwh.runs;
comment on materialized view dwh.run_days is 'refreshed nightly';
comment on aggregate dwh.product(numeric) is 'multiplies';
comment on column "Reports".recent."Share in %" is 'of all';
