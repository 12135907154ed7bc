/**
 * Views, routines, triggers, policies and rules of every sort that all supported majors have, spelled so that majors
 * print them differently where they ever do.
 */
const allPrograms = `
  create schema app;
  create table app.plans (
    id int primary key, owner text not null, title text, status varchar(20) default 'draft', made timestamp default now()
  );
  create table app.log (at timestamptz default now(), what text);
  create function app.slug(value text, max_length int default 40) returns text language sql immutable strict parallel safe
    as $$ select left(lower(value), max_length) $$;
  alter table app.plans add slug text generated always as (app.slug(owner)) stored;
  alter table app.plans add constraint titled check (app.slug(title) <> '');
  create function app.touch() returns trigger language plpgsql security definer set search_path = app, pg_temp
    as $$ begin new.title := coalesce(new.title, ''); return new; end $$;
  create function app.note() returns trigger language plpgsql as $$ begin insert into app.log (what) values (tg_op); return null; end $$;
  create function app.upto(n int, out i int, out twice int) returns setof record language sql stable rows 10 cost 5
    as $$ select g, 2 * g from generate_series(1, n) g $$;
  create procedure app.clean(before timestamptz, inout removed bigint default 0) language plpgsql
    as $$ begin delete from app.log where at < before; get diagnostics removed = row_count; end $$;
  create function app.multiply(numeric, numeric) returns numeric language sql immutable as 'select $1 * $2';
  create aggregate app.product(numeric) (sfunc = app.multiply, stype = numeric, initcond = '1', parallel = safe);
  create view app.drafts as select id, title, extract(year from made) as year from app.plans where status in ('draft', 'new');
  create view app.owners with (security_barrier = true) as
    select p.owner, count(*) as plans, max(d.title) as latest from app.plans p left join app.drafts d on d.id = p.id group by p.owner;
  create view app.by_key as select id, title, count(*) as logs from app.plans, app.log group by plans.id;
  create materialized view app.totals as select owner, sum(id) as total from app.plans group by owner;
  create unique index totals_owner on app.totals (owner);
  create trigger touch before insert or update of title on app.plans
    for each row when (new.status <> 'done' and new.title is null) execute function app.touch();
  create trigger note after delete on app.plans execute function app.note();
  alter table app.plans disable trigger note;
  create trigger through instead of insert on app.drafts for each row execute function app.touch();
  create rule silent as on delete to app.log do instead nothing;
  alter table app.plans enable row level security;
  alter table app.plans force row level security;
  create policy own_rows on app.plans for all to public using (owner = current_user) with check (owner = current_user and status <> 'done');
  create policy recent on app.plans as restrictive for select using (extract(year from made) > 2000);
  create function app.watch() returns event_trigger language plpgsql as $$ begin end $$;
  create event trigger watch on ddl_command_end when tag in ('DROP TABLE', 'ALTER TABLE') execute function app.watch();
`;

/** Functions whose bodies are parsed, which 14 brought. */
const since14 = `
  create function app.latest(who text) returns text language sql stable
  begin atomic
    select title from app.plans where owner = who order by made desc limit 1;
  end;
  create function app.twice(n int) returns int language sql immutable return n * 2;
`;

/** All that a server of this major can have. */
export function programsOf(major: number): readonly string[] {
  return [allPrograms, ...(major >= 14 ? [since14] : [])];
}

/** Changes each attribute of some of them. */
export const drifted = `
  create or replace function app.slug(value text, max_length int default 40) returns text language sql immutable strict
    as $$ select left(value, max_length) $$;
  alter function app.upto(int) security definer cost 7;
  create or replace view app.drafts as select id, title, extract(year from made) as year from app.plans where status = 'draft';
  alter view app.owners reset (security_barrier);
  alter table app.plans enable trigger note;
  drop trigger touch on app.plans;
  create trigger touch before insert on app.plans for each row execute function app.touch();
  drop policy recent on app.plans;
  alter policy own_rows on app.plans using (true);
  alter table app.plans no force row level security;
  drop rule silent on app.log;
  drop event trigger watch;
  drop materialized view app.totals;
  drop aggregate app.product(numeric);
  drop procedure app.clean(timestamptz, bigint);
  create view app.extra as select * from app.owners;
  create function app.unwanted() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger unwanted before insert on app.plans for each row execute function app.unwanted();
  create policy unwanted on app.plans using (true);
`;
