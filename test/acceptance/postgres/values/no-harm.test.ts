import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { introspect } from '../../../../lib/engines/postgres/introspect/introspect.ts';
import { observeValues } from '../../../../lib/engines/postgres/values/observe-values.ts';
import { createDatabase, createRole, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, openClient, seenOf } from './observe.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(
      major,
      `create table t (id int primary key, s text); insert into t select i, 'a' from generate_series(1, 1000) i`,
    );
  });
  afterAll(() => database.drop());

  /** Holds a transaction open on another connection while something else runs. */
  async function whileHolding<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const holder = await openClient(database.url);
    try {
      await holder.query(`begin; ${sql}`);
      return await work();
    } finally {
      await holder.end();
    }
  }

  test('every query runs in a READ ONLY transaction with timeouts that end with it', async () => {
    const { statements } = await observe(database.url, checkOf('t.s', ['a'], { budgetMs: 5_000 }));
    const begins = statements.filter((sql) => /^\s*begin/u.test(sql));
    expect(begins.length).toBeGreaterThan(0);
    for (const begin of begins) {
      expect(begin).toMatch(/read only/u);
      expect(begin).toMatch(/set local statement_timeout = [1-9]\d*/u);
      expect(begin).toMatch(/set local lock_timeout = 1000/u);
    }
    expect(statements.filter((sql) => /\bset\s+(?!local)/iu.test(sql.replace(/set_config/gu, '')))).toEqual([]);
    expect(/^\s*begin/u.test(statements[0] ?? '')).toBe(true);
    expect(statements.at(-1)).toBe('commit');
  });

  test('a look leaves no setting behind', async () => {
    const client = await openClient(database.url);
    try {
      const settings = () =>
        client.query("select name, setting from pg_settings where name !~ '^transaction' order by name");
      const before = await settings();
      await observeValues(client, checkOf('t.s', ['a']), await introspect(client), { lockTimeoutMs: 1_000 });
      expect(await settings()).toEqual(before);
    } finally {
      await client.end();
    }
  });

  test.for([
    ['has locked', 'lock table t in access exclusive mode'],
    ['is altering', 'alter table t add column later int'],
  ] as const)('a table that somebody %s is left alone', async ([, sql]) => {
    // The catalog cannot be read either while the table is locked, so it is read before.
    const client = await openClient(database.url);
    try {
      const introspection = await introspect(client);
      const observation = await whileHolding(sql, () =>
        observeValues(client, checkOf('t.s', ['a']), introspection, { lockTimeoutMs: 200 }),
      );
      expect(observation).toMatchObject({ kind: 'unseen', code: 'table-locked' });
      expect(await observeValues(client, checkOf('t.s', ['a']), introspection, { lockTimeoutMs: 200 })).toMatchObject({
        kind: 'seen',
      });
    } finally {
      await client.end();
    }
  });

  test('one database is read by one check at a time', async () => {
    const busy = await whileHolding('select pg_advisory_xact_lock(7237963439899304300)', () =>
      observe(database.url, checkOf('t.s', ['a']), { lockTimeoutMs: 200 }),
    );
    expect(busy.observation).toMatchObject({ kind: 'unseen', code: 'values-busy' });
  });

  test('a look by index waits for nobody', async () => {
    await database.sql('create table quick (s text); create index on quick (s)');
    const observed = await whileHolding('select pg_advisory_xact_lock(7237963439899304300)', () =>
      observe(database.url, checkOf('quick.s', ['a']), { lockTimeoutMs: 200 }),
    );
    expect(seenOf(observed).method).toBe('index');
  });

  test('a condition that takes too long is cut off at the budget', async () => {
    const { observation } = await observe(
      database.url,
      checkOf('t.s', ['b'], { where: 'pg_sleep(0.05) is not null', budgetMs: 500 }),
    );
    expect(observation).toMatchObject({ kind: 'seen', method: 'rolling', coverage: 0 });
  });

  test('what was never looked at is unknown, not clean', async () => {
    const { judged } = await observe(
      database.url,
      checkOf('t.s', ['b'], { where: 'pg_sleep(0.05) is not null', budgetMs: 500 }),
    );
    expect(judged).toMatchObject({
      finding: { outcome: 'unknown', coverage: 0 },
      diagnostics: [{ level: 'error', code: 'values-partly-seen' }],
    });
  });

  test('a role without rights is told the GRANT that helps', async () => {
    const role = await createRole(major);
    const { observation, judged } = await observe(database.urlOf(role), checkOf('t.s', ['a']));
    expect(observation).toMatchObject({
      kind: 'unseen',
      code: 'insufficient-privilege',
      remedy: `Run as its owner: GRANT SELECT ON public.t TO ${role.name}.`,
    });
    expect(judged.finding.outcome).toBe('unknown');
    await database.sql(`grant select (s) on t to ${role.name}`);
    expect(seenOf(await observe(database.urlOf(role), checkOf('t.s', ['a']))).strays).toEqual([]);
  });

  test('a partitioned table whose partitions a role may not read is read as a whole', async () => {
    const role = await createRole(major);
    await database.sql(`
      create table parts (k int, s text) partition by list (k);
      create table parts_1 partition of parts for values in (1);
      create table parts_2 partition of parts for values in (2);
      insert into parts select 1 + i % 2, 'a' from generate_series(1, 1000) i;
      insert into parts values (2, 'stray');
      grant select on parts to ${role.name}`);
    const look = () => observe(database.urlOf(role), checkOf('parts.s', ['a']));
    expect(seenOf(await look())).toMatchObject({ method: 'aggregate', strays: [{ value: 'stray', rows: 1 }] });
    await database.sql('create index on parts (s)');
    expect(seenOf(await look())).toMatchObject({ method: 'index', strays: [{ value: 'stray', rows: 1 }] });
  });

  test('rows that row security hides are not taken for clean', async () => {
    const role = await createRole(major);
    await database.sql(`
      create table tenants (s text, tenant int);
      insert into tenants values ('a', 1), ('stray', 2);
      alter table tenants enable row level security;
      create policy own on tenants using (tenant = 1);
      grant select on tenants to ${role.name}`);
    const { observation, judged } = await observe(database.urlOf(role), checkOf('tenants.s', ['a']));
    expect(observation).toMatchObject({ kind: 'unseen', code: 'row-security' });
    expect(judged.finding.outcome).toBe('unknown');
  });

  test.for([
    ['column', 't.gone'],
    ['table', 'gone.s'],
  ] as const)('a %s that is not there is absent, which its schema drift tells', async ([, column]) => {
    const { observation, judged } = await observe(database.url, checkOf(column, ['a']));
    expect(observation).toEqual({ kind: 'absent' });
    expect(judged).toMatchObject({ finding: { outcome: 'unknown' }, drifts: [], diagnostics: [] });
  });

  test('a table that is dropped after the catalog was read is absent', async () => {
    const client = await openClient(database.url);
    try {
      await database.sql('create table fleeting (s text)');
      const introspection = await introspect(client);
      await database.sql('drop table fleeting');
      expect(await observeValues(client, checkOf('fleeting.s', ['a']), introspection, { lockTimeoutMs: 200 })).toEqual({
        kind: 'absent',
      });
    } finally {
      await client.end();
    }
  });

  test('a type that cannot be compared is said to be one', async () => {
    await database.sql('create table odd (j json, p point)');
    for (const column of ['odd.j', 'odd.p']) {
      const { observation } = await observe(database.url, checkOf(column, ['{}']));
      expect(observation).toMatchObject({ kind: 'unseen', code: 'type-not-comparable' });
    }
  });
});
