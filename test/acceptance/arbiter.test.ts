import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import { diffCatalogs } from '../../lib/diff/diff-catalogs.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import type { Engine } from '../../lib/engines/engine.ts';
import { makeSettle } from '../../lib/engines/postgres/arbiter/settle.ts';
import { makeCompile } from '../../lib/engines/postgres/compile/compile.ts';
import { connect } from '../../lib/engines/postgres/connect.ts';
import { introspect } from '../../lib/engines/postgres/introspect/introspect.ts';
import { createDatabase, majors, type TestDatabase } from '../support/databases.ts';

/** Texts that servers, dumps and restores spell in several ways. */
const migration = `
  create schema app;
  create type app.mood as enum ('sad', 'ok');
  create domain app.code as varchar(10) default btrim(' a ')
    check (value in ('a', 'b') and position('x' in value) = 0);
  create sequence app.numbers;
  create table app.events (
    id bigint default nextval('app.numbers'),
    kind varchar(20) not null default 'draft' check (kind in ('draft', 'live', 'gone')),
    mood app.mood default 'ok',
    code app.code,
    ts timestamptz,
    created_at timestamptz not null default (now() at time zone 'utc'),
    seconds double precision generated always as (extract(epoch from (ts - created_at))) stored,
    name varchar(50) check (trim(both from name) <> '' and substring(name from 1 for 2) <> 'no'),
    price numeric constraint events_price check (round(price, 2) > 0 and price > extract(year from ts at time zone 'utc')),
    during tstzrange,
    check ((created_at, created_at + interval '1 day') overlaps (ts, ts + interval '1 day')),
    check (overlay(name placing 'x' from 1) is nfc normalized),
    exclude using gist (during with &&) where (extract(hour from ts at time zone 'utc') > 5)
  );
  create index events_when on app.events (coalesce(ts, created_at));
  create index events_hour on app.events (extract(hour from ts at time zone 'utc') desc, lower(name));
  create index events_kind on app.events (kind) where kind in ('draft', 'live');
  create table app.parts (at timestamptz, kind varchar(5)) partition by range (date_trunc('day', at at time zone 'utc'));
  create table app.parts_1 partition of app.parts for values from ('2024-01-01') to ('2025-01-01');
  create table app.lists (kind varchar(5)) partition by list (btrim(kind));
  create table app.lists_1 partition of app.lists for values in ('a', 'b');
  create table app.days (
    day date check (extract(year from day) > 2000 and date_part('month', day) > 1),
    is_weekend boolean generated always as (extract(isodow from day) in (6, 7)) stored
  );
  create rule late as on delete to app.events where extract(hour from old.ts at time zone 'utc') > 5 do instead nothing;
  create function app.since(day timestamptz default now() at time zone 'utc', part text default trim(both from ' day '))
    returns integer language sql as 'select 1';
  create procedure app.tidy(before timestamptz default now() - interval '1 day', inout removed integer default 0)
    language sql as 'select 1';
`;

/** What a restored dump does to a text: the server reads what it printed itself. */
const restore = `
  do $$
  declare each record;
  begin
    for each in
      select c.conname, c.conrelid::regclass::text as owner, pg_get_constraintdef(c.oid) as definition
      from pg_constraint c
      where c.contype in ('c', 'x') and c.conrelid <> 0
    loop
      execute format('alter table %s drop constraint %I', each.owner, each.conname);
      execute format('alter table %s add constraint %I %s', each.owner, each.conname, each.definition);
    end loop;
    for each in
      select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'app' and not exists (select from pg_constraint where conindid = i.indexrelid)
    loop
      execute format('drop index %s', each.name);
      execute each.definition;
    end loop;
  end $$;
`;

/** Each statement, and the one difference that it makes. */
const differences: readonly (readonly [string, string])[] = [
  [`alter table app.events alter kind set default 'gone'`, 'column:app.events.kind default'],
  [
    `alter table app.events alter created_at set default now() at time zone 'cet'`,
    'column:app.events.created_at default',
  ],
  [`alter table app.events alter mood set default 'sad'`, 'column:app.events.mood default'],
  [`alter domain app.code set default btrim(' b ')`, 'domain:app.code default'],
  [
    `alter domain app.code drop constraint code_check;
     alter domain app.code add constraint code_check check (value in ('a', 'c') and position('x' in value) = 0)`,
    'constraint:app.code.code_check definition',
  ],
  [
    `alter table app.events drop constraint events_kind_check;
     alter table app.events add constraint events_kind_check check (kind in ('draft', 'live'))`,
    'constraint:app.events.events_kind_check definition',
  ],
  [
    `alter table app.events drop constraint events_price;
     alter table app.events add constraint events_price
       check (round(price, 1) > 0 and price > extract(year from ts at time zone 'utc'))`,
    'constraint:app.events.events_price definition',
  ],
  [
    `alter table app.events drop constraint events_name_check;
     alter table app.events add constraint events_name_check
       check (trim(leading from name) <> '' and substring(name from 1 for 2) <> 'no')`,
    'constraint:app.events.events_name_check definition',
  ],
  [
    'drop index app.events_when; create index events_when on app.events (coalesce(ts, created_at) desc)',
    'index:app.events_when definition',
  ],
  [
    `drop index app.events_hour;
     create index events_hour on app.events (extract(hour from ts at time zone 'utc') desc, lower(name) text_pattern_ops)`,
    'index:app.events_hour definition',
  ],
  [
    `drop index app.events_kind;
     create index events_kind on app.events (kind collate "C") where kind in ('draft', 'live')`,
    'index:app.events_kind definition',
  ],
  [
    `alter table app.events drop column seconds;
     alter table app.events add column seconds double precision
       generated always as (extract(minute from (ts - created_at))) stored`,
    'column:app.events.seconds generatedAs',
  ],
  [
    `drop table app.lists;
     create table app.lists (kind varchar(5)) partition by list (ltrim(kind));
     create table app.lists_1 partition of app.lists for values in ('a', 'b')`,
    'table:app.lists partitionKey',
  ],
  [
    `alter table app.parts detach partition app.parts_1;
     alter table app.parts attach partition app.parts_1 for values from ('2024-01-01') to ('2025-01-02')`,
    'table:app.parts_1 partitionBound',
  ],
  [
    `alter table app.days drop column is_weekend;
     alter table app.days add column is_weekend boolean generated always as (extract(isodow from day) in (5, 7)) stored`,
    'column:app.days.is_weekend generatedAs',
  ],
  [
    `create or replace rule late as on delete to app.events
       where extract(hour from old.ts at time zone 'utc') > 6 do instead nothing`,
    'rule:app.events.late definition',
  ],
  [
    `create or replace function app.since(day timestamptz default now() at time zone 'cet', part text default trim(both from ' day '))
       returns integer language sql as 'select 1'`,
    'function:app.since(timestamp with time zone,text) arguments',
  ],
  [
    `create or replace procedure app.tidy(before timestamptz default now() - interval '2 days', inout removed integer default 0)
       language sql as 'select 1'`,
    'procedure:app.tidy(timestamp with time zone,integer) arguments',
  ],
];

let cache: string;
let settle: Engine['settle'];
let expected: CatalogSnapshot;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'driftline-cache-'));
  const env = { DRIFTLINE_CACHE: cache };
  settle = makeSettle({ env });
  const compile = makeCompile({ createStatements: () => [], env });
  ({ snapshot: expected } = await compile([{ path: '1.sql', text: migration }], { timeoutMs: 60_000 }));
});

afterAll(async () => {
  await rm(cache, { recursive: true });
});

async function snapshotOf(database: TestDatabase): Promise<CatalogSnapshot> {
  const timeouts = { connectTimeoutMs: 10_000, lockTimeoutMs: 2_000, statementTimeoutMs: 30_000 };
  const connection = await connect({ url: database.url }, { ...timeouts, applicationName: 'test' });
  try {
    return (await introspect(connection, { withDependencies: true })).snapshot;
  } finally {
    await connection.close();
  }
}

function name({ id, attribute }: Drift): string {
  return `${id} ${attribute}`;
}

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createDatabase(major, migration);
  });

  afterAll(async () => {
    await database.drop();
  });

  test('spells the same migrations in its own way, which is no drift', async () => {
    const actual = await snapshotOf(database);
    const drifts = diffCatalogs(expected, actual);
    const { settled, diagnostics } = await settle(drifts, expected, actual);
    expect(drifts.filter(({ fingerprint }) => !settled.has(fingerprint))).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  test('spells them in another way after a restore, which is no drift either', async () => {
    await database.sql(restore);
    const actual = await snapshotOf(database);
    const drifts = diffCatalogs(expected, actual);
    expect(drifts.map(name)).toContain('constraint:app.events.events_kind_check definition');
    const { settled, diagnostics } = await settle(drifts, expected, actual);
    expect(drifts.filter(({ fingerprint }) => !settled.has(fingerprint))).toEqual([]);
    expect(diagnostics).toEqual([]);
  });

  test('and every real difference stays drift', async () => {
    await database.sql(differences.map(([sql]) => sql).join(';\n'));
    const actual = await snapshotOf(database);
    const drifts = diffCatalogs(expected, actual);
    const { settled, diagnostics } = await settle(drifts, expected, actual);
    const real = drifts.filter(({ fingerprint }) => !settled.has(fingerprint));
    expect(real.map(name)).toEqual(differences.map(([, difference]) => difference).sort());
    expect(diagnostics).toEqual([]);
  });
});

describe('a verdict', () => {
  /** Too short to start anything: only memory can answer. */
  const timeoutMs = 1;

  test('is remembered by the run and by the next one', async () => {
    const actual = withText(expected, 'column:app.events.created_at', "timezone('utc'::text, now())");
    const drifts = diffCatalogs(expected, actual);
    const { settled } = await settle(drifts, expected, actual);
    expect([...settled]).toEqual(drifts.map(({ fingerprint }) => fingerprint));
    const next = makeSettle({ env: { DRIFTLINE_CACHE: cache }, timeoutMs });
    expect(await next(drifts, expected, actual)).toEqual({ settled, diagnostics: [] });
  });

  test('is not given, which is said, where the text cannot be replayed', async () => {
    const actual = withText(expected, 'column:app.events.kind', "app.nowhere('\u001b[31m')");
    const drifts = diffCatalogs(expected, actual);
    const { settled, diagnostics } = await settle(drifts, expected, actual);
    expect(settled).toEqual(new Set());
    expect(diagnostics).toMatchObject([
      {
        level: 'warning',
        code: 'compared-as-text',
        id: 'column:app.events.kind',
        message: expect.stringContaining('app.nowhere(unknown) does not exist'),
      },
    ]);
  });

  test('is not given, which is said, when time runs out', async () => {
    const actual = withText(expected, 'column:app.events.kind', "'in time'::text");
    const hurried = makeSettle({ env: { DRIFTLINE_CACHE: cache }, timeoutMs });
    const { settled, diagnostics } = await hurried(diffCatalogs(expected, actual), expected, actual);
    expect(settled).toEqual(new Set());
    expect(diagnostics).toMatchObject([{ code: 'compared-as-text', message: expect.stringContaining('time ran out') }]);
  });

  test('is not asked for when no text differs', async () => {
    const actual = { ...expected, objects: { ...expected.objects, 'table:app.more': { persistence: 'permanent' } } };
    const hurried = makeSettle({ env: { DRIFTLINE_CACHE: cache }, timeoutMs });
    const settlement = await hurried(diffCatalogs(expected, actual), expected, actual);
    expect(settlement).toEqual({ settled: new Set(), diagnostics: [] });
  });
});

/** The same catalog with another default of one column. */
function withText(snapshot: CatalogSnapshot, id: string, text: string): CatalogSnapshot {
  return { ...snapshot, objects: { ...snapshot.objects, [id]: { ...snapshot.objects[id], default: text } } };
}
