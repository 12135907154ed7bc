import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import { catalogQuery } from '../../../../lib/engines/postgres/introspect/catalog-query.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { introspectUrl } from '../../../support/introspect-sql.ts';

const everywhere = `
create type mood as enum ('sad', 'ok');
create domain code as text collate "C";
create table people (
  id bigint primary key,
  a text, b varchar(20), c char(3), d integer, e timestamptz, f numeric, g uuid, h boolean, i mood, j text[], k int4range,
  l jsonb, m code, n name, o cidr, p oid, q text collate "C", r text collate "default", s "char", t date, u bytea,
  "Upper" text, "with space" text, "quo""ted" text, "order" integer, "select" text, "ünïcode" text, "1st" text,
  unique (a, b),
  constraint three unique (c, d, e),
  constraint "Quoted" unique ("Upper", "order"),
  constraint deferred unique (f) deferrable initially deferred,
  constraint wide unique (g) include (h, a),
  check (d > 0),
  check (a <> '' and b is not null) no inherit,
  exclude using gist (k with &&)
);
alter table people add check (f > 0) not valid;
create table plain (id integer primary key, a text, b varchar, c integer, d timestamptz, e boolean, f mood, "Group" text, unique (a, c));
create index on plain (a);
create index on plain (b);
create index on plain (f);
create index on plain (a, b, c, d);
create index on plain (a desc);
create index on plain (a desc nulls last);
create index on plain (a nulls first, c desc nulls first);
create unique index on plain (c) where e;
create index on plain (c) where a = 'x' and (b is not null or c > 1);
create index on plain (c) include (a, "Group");
create index on plain ("Group");
create index on plain (lower(a));
create index on plain (lower((b)::text), c);
create index on plain (lower(a) desc, c desc nulls last) include (d) where (c + 1) > 2;
create index on plain (lower(upper(a)));
create index on plain ((c + 1));
create index on plain ((a || 'x'));
create index on plain ((a || 'x'), lower(a));
create index on plain (lower(a), upper(a));
create index on plain ((c::bigint));
create index on plain (int8(c));
create index on plain ((coalesce(a, b)));
create index on plain (((c > 1)));
create index on plain ((case when c > 1 then a end));
create index on plain (lower(a collate "C"));
create index on plain (lower(a collate "C") collate "default");
create index on plain (lower(a) collate "C");
create index on plain (a collate "C");
create index on plain (a text_pattern_ops);
create index on plain (b varchar_pattern_ops);
create index on plain (b bpchar_ops);
create index on plain (c oid_ops);
create index on plain (concat_ws_immutable(variadic array[a, b]));
create index on plain using hash (a);
create index on plain (a) with (fillfactor = 70);
create index on people (a);
create index on people (q);
create index on people (q collate "default");
create index on people (r);
create index on people (n);
create index on people (m);
create index on people (o);
create index on people (p);
create index on people (j);
create index on people (k);
create index on people (s, t, u, g);
create index on people ("with space", "quo""ted", "select", "ünïcode", "1st");
create index on people using gin (l);
create index on people using gin (l jsonb_path_ops);
create index on people using brin (e);
create table orders (
  id integer primary key,
  person bigint references people,
  pair_a text, pair_b varchar,
  parent integer references orders on delete cascade on update restrict,
  lax integer references orders (id) on delete set null on update set default,
  "Strange one" text, two integer,
  foreign key (pair_a, pair_b) references people (a, b) match full,
  foreign key ("Strange one", two) references people ("Upper", "order") on update cascade,
  foreign key (id) references orders deferrable initially deferred
);
alter table orders add foreign key (two) references orders not valid;
create table parted (id integer, at date, region text, primary key (id, at), unique (at, id)) partition by range (at);
create table parted_1 partition of parted for values from ('2026-01-01') to ('2026-02-01');
create index on parted (region, at desc);
create table points_at_parted (id integer, at date, foreign key (id, at) references parted on delete cascade);
create table parent (id integer primary key, note text, check (note <> ''));
create table child () inherits (parent);
create index on child (note);
create materialized view seen as select id, a, q from people;
create index on seen (a);
create unique index on seen (id desc);
create index on seen (q);
create domain positive as integer check (value > 0);
`;

const variadic = `create function concat_ws_immutable(variadic text[]) returns text language sql immutable as $$ select $1[1] $$;`;

const since15 = `
create table distinctless (id integer, a text, unique nulls not distinct (id));
create index on distinctless (a) nulls not distinct;
create unique index on distinctless (lower(a)) include (id) nulls not distinct where id > 1;
create table pointed (a integer, b integer, primary key (a, b));
create table pointing (a integer, b integer, foreign key (a, b) references pointed on delete set null (b));
`;

const since18 = `
create table spans (who int4range, during daterange, primary key (who, during without overlaps));
create table parts (who int4range, during daterange, foreign key (who, period during) references spans (who, period during));
create table lenient (a integer, check (a > 0) not enforced, foreign key (a) references orders not enforced);
`;

const spelledByTheServer = `
select 'index:public.' || case when c.relname ~ '^[[:alnum:]_]+$' then c.relname else quote_ident(c.relname) end as id,
  substr(pg_get_indexdef(c.oid), position(' USING ' in pg_get_indexdef(c.oid)) + 1) as definition
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
where c.relnamespace = 'public'::regnamespace
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
union all
select 'constraint:public.' || coalesce(t.relname, d.typname) || '.'
    || case when k.conname ~ '^[[:alnum:]_]+$' then k.conname else quote_ident(k.conname) end,
  regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')
from pg_catalog.pg_constraint k
left join pg_catalog.pg_class t on t.oid = k.conrelid
left join pg_catalog.pg_type d on d.oid = k.contypid
where k.connamespace = 'public'::regnamespace
  and k.contype in ('p', 'u', 'c', 'f', 'x')
  -- What refers to a partitioned table has further constraints for its partitions, which nobody declared.
  and not (t.relname = 'points_at_parted' and k.conparentid <> 0)`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let snapshot: CatalogSnapshot;
  let server: ReadonlyMap<string, string>;

  beforeAll(async () => {
    const newer = [...(major >= 15 ? [since15] : []), ...(major >= 18 ? [since18] : [])];
    database = await createDatabase(major, [variadic, everywhere, ...newer].join('\n'));
    ({ snapshot } = await introspectUrl(database.url));
    const rows = await database.sql(`set search_path = pg_catalog; ${spelledByTheServer}`);
    server = new Map(rows.map(({ id, definition }) => [String(id), String(definition)]));
  });
  afterAll(() => database.drop());

  test('indexes and constraints are spelled to the letter as the server spells them', () => {
    const ours = Object.entries(snapshot.objects).flatMap(([id, { definition }]) =>
      /^(index|constraint):/.test(id) ? [[id, String(definition)] as const] : [],
    );
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries([...server].sort()));
    expect(ours.length).toBeGreaterThan(80);
  });

  test('the server is asked only for those that its catalog does not say in full', async () => {
    const rows = await database.sql(catalogQuery({ withDependencies: false, extras: [] }));
    const asked = ['indexes', 'constraints'].map((part) => {
      const { definition } = rows.find((row) => row.part === part)?.rows as { definition: (string | null)[] };
      return definition.filter((it) => it !== null).length / definition.length;
    });
    expect(asked[0]).toBeLessThan(0.7);
    expect(asked[1]).toBeLessThan(0.7);
  });
});
