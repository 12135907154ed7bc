import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { openSession } from '../../../lib/engines/postgres/session.ts';
import { majors } from '../../support/databases.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { anotherSession, endOthers } from './other-sessions.ts';
import { outcomes, type RepairScene, setScene } from './repair-scene.ts';

let scene: RepairScene | undefined;

afterEach(async () => {
  await endOthers();
  await scene?.close();
  scene = undefined;
});

const oursWaits = `datname = current_database() and application_name = 'driftline test' and wait_event_type = 'Lock'`;

async function until({ actual }: RepairScene, query: string): Promise<void> {
  for (const end = Date.now() + 20_000; (await actual.sql(query)).length === 0; await wait(5)) {
    if (Date.now() > end) throw new Error(`it never came to pass: ${query}`);
  }
}

/** Nothing of the repair is left but what it was to make. */
async function expectClean({ actual }: RepairScene): Promise<void> {
  const left = await actual.sql(`
    select pid::text from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'
      and application_name = 'driftline test'
    union all select mode from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())
    union all select indexrelid::regclass::text from pg_index where not indisvalid`);
  expect(left).toEqual([]);
}

const patient = {
  connectTimeoutMs: 5_000,
  lockTimeoutMs: 600_000,
  statementTimeoutMs: 600_000,
  applicationName: 'driftline test',
};

const reason = 'it came after the plan was made, just as planned';

describe.for(majors)('PostgreSQL %i', (major) => {
  const found = `create table t (id int); create type mood as enum ('ok');`;
  const wanted = `
    create schema app;
    create type mood as enum ('ok', 'sad');
    create table t (id int, a int default 1);
    create table n (id int primary key, m mood);
    create index ix on t (id);`;

  test('what came between plan and apply, just as planned, is told as already there', async () => {
    scene = await setScene(major, wanted, found);
    const plan = await scene.plan();
    await scene.actual.sql(`create schema app; alter table t add a int default 1; create index ix on t (id)`);
    await scene.actual.sql(`alter type mood add value 'sad'`);
    await scene.actual.sql(`create table n (id int primary key, m mood)`);
    const report = await scene.apply({ plan });
    expect(report.refused).toBeUndefined();
    expect(report.results.length).toBe(plan.statements.length);
    for (const result of report.results) expect(result).toMatchObject({ outcome: 'alreadyThere', reason, tookMs: 0 });
    await expectClean(scene);
  });

  test('what came only in part is told apart, and nothing is run; nor is it where only the name is the same', async () => {
    scene = await setScene(major, wanted, found);
    const plan = await scene.plan();
    await scene.actual.sql('alter table t add a int default 2; create index ix on t (id)');
    const { refused, results } = await scene.apply({ plan });
    expect(refused).toMatchObject({ code: 'catalog-changed' });
    const ends = results.map(({ outcome, statement }) => [statement.provides[0], outcome]);
    expect(Object.fromEntries(ends)).toEqual({
      'schema:app': 'refused',
      'enum:public.mood': 'refused',
      'column:public.t.a': 'refused',
      'table:public.n': 'refused',
      'index:public.ix': 'alreadyThere',
    });
    expect(await scene.actual.sql(`select to_regclass('n') as n`)).toEqual([{ n: null }]);
    await expectClean(scene);
  });

  /** Lets others do something while the repair waits for the lock of a table. */
  async function whileItWaits(sql: { readonly expected: string; readonly held: string; readonly next?: string }) {
    scene = await setScene(major, sql.expected, found);
    const other = await anotherSession(scene.actual.url);
    await other.query(`begin; ${sql.held}`);
    const repair = scene.apply({ timeouts: { lockTimeoutMs: 20_000 } });
    await until(scene, `select from pg_stat_activity where ${oursWaits}`);
    await other.query(`${sql.next ?? ''}; commit`);
    const report = await repair;
    await expectClean(scene);
    return { report, drifts: scene.drifts((await scene.look()).snapshot).map(({ id }) => id) };
  }

  const twoOfThem = `create type mood as enum ('ok'); create table t (id int, a int); create table n (id int);`;

  test('a column or table that comes while the repair waits is already there, and the rest of the transaction is kept', async () => {
    const { report, drifts } = await whileItWaits({
      expected: twoOfThem,
      held: 'lock table t in share mode',
      next: 'alter table t add a int',
    });
    expect(outcomes(report)).toEqual([
      'alreadyThere: ALTER TABLE public.t ADD COLUMN IF NOT EXISTS a integer',
      'applied: CREATE TABLE IF NOT EXISTS public.n (',
    ]);
    expect(drifts).toEqual([]);
  });

  test('a column that comes meanwhile in another definition undoes the transaction', async () => {
    const { report, drifts } = await whileItWaits({
      expected: twoOfThem,
      held: 'lock table t in share mode',
      next: 'alter table t add a text',
    });
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['rolledBack', 'rolledBack']);
    expect(report.results[0]?.reason).toMatch(/^rolled back before COMMIT: .*public\.t\.a /u);
    expect(drifts).toEqual(['column:public.t.a', 'table:public.n']);
  });

  const notTried = { outcome: 'refused', reason: expect.stringContaining('not tried') };

  test.for([
    ['just as planned', 'low', { outcome: 'alreadyThere', reason }, ['column:public.t.r']],
    [
      'otherwise',
      'high',
      { outcome: 'failed', reason: expect.stringContaining('Somebody else made it meanwhile') },
      ['column:public.t.r', 'enum:public.rank'],
    ],
  ] as const)('a type that somebody makes %s at the same moment is told so', async ([, label, end, left]) => {
    const { report, drifts } = await whileItWaits({
      expected: `create type mood as enum ('ok'); create type rank as enum ('low'); create table t (id int, r rank);`,
      held: `create type rank as enum ('${label}')`,
    });
    expect(report.results).toMatchObject([end, notTried]);
    expect(drifts).toEqual(left);
  });

  test.for([
    ['just as planned', 'create index ix on t (id)', 'alreadyThere', []],
    ['otherwise', 'create index ix on t (id desc)', 'failed', ['index:public.ix']],
  ] as const)('an index that somebody makes %s while ours waits is left alone', async ([, made, outcome, left]) => {
    const expected = `create type mood as enum ('ok'); create table t (id int); create index ix on t (id);`;
    const { report, drifts } = await whileItWaits({ expected, held: made });
    expect(report.results).toMatchObject([{ outcome }]);
    expect(drifts).toEqual(left);
  });

  test('a reviewed plan whose answer was lost at COMMIT may be run again: all of it is already there', async () => {
    scene = await setScene(major, twoOfThem, found);
    const url = new URL(scene.actual.url);
    const proxy = await startFaultProxy(Number(url.port));
    url.port = String(proxy.port);
    const reviewed = await scene.plan();
    try {
      const through = await scene.at(url.href);
      const first = await through.apply({ reviewed, whenPlanned: () => proxy.arm('cutAfter', 'commit') });
      expect(first.results.map(({ outcome }) => outcome)).toEqual(['inDoubt', 'inDoubt']);
      await through.session.close();
    } finally {
      await proxy.stop();
    }
    const again = await scene.apply({ reviewed });
    expect(again.refused).toBeUndefined();
    expect(again.results.map(({ outcome }) => outcome)).toEqual(['alreadyThere', 'alreadyThere']);
    await expectClean(scene);
  });

  test('a catalog that somebody locks while others wait behind us is given up at once', async () => {
    scene = await setScene(
      major,
      found,
      `${found} create table u (id int check (id > 0)); create index on u ((id + 1))`,
    );
    const other = await anotherSession(scene.actual.url);
    const session = await openSession({ url: scene.actual.url }, patient);
    try {
      await session.repair.begin();
      await other.query('begin; lock table u');
      // With the connection's own patience it would not come back while this test lasts.
      await expect(session.introspect({ lockTimeoutMs: 50 })).rejects.toMatchObject({ code: 'catalog-locked' });
      await other.query('commit');
      await session.repair.rollback();
    } finally {
      await session.close();
    }
  });

  test('a comparison that takes long is finished after the rollback, so that others go on, and then tried again', async () => {
    scene = await setScene(major, `create type mood as enum ('ok'); create table t (id int, a int);`, found);
    const application = await anotherSession(scene.actual.url);
    let comparisons = 0;
    const comparing = async () => {
      comparisons++;
      // The second is that of the transaction, which holds the table: this insert comes through when it is undone.
      if (comparisons === 2) await application.query('insert into t values (1)');
    };
    const { results } = await scene.apply({ timeouts: { lockTimeoutMs: 100 }, comparing });
    expect(results).toMatchObject([{ outcome: 'applied' }]);
    expect(comparisons).toBe(3);
    expect(await scene.actual.sql('select id, a from t')).toEqual([{ id: 1, a: null }]);
    await expectClean(scene);
  });

  test('whoever waits behind the repair gets through when it gives up, while the lock that it met is still held', async () => {
    scene = await setScene(major, `create type mood as enum ('ok'); create table t (id int, a int);`, found);
    const [report, application] = [await anotherSession(scene.actual.url), await anotherSession(scene.actual.url)];
    await report.query('begin; select from t');
    let waiting: Promise<unknown> | undefined;
    const behind: unknown[] = [];
    const repair = scene.apply({
      timeouts: { lockTimeoutMs: 1_000 },
      sleep: async () => {
        // Were it still behind us, this would never end: whom we wait for goes on only afterwards.
        behind.push(await waiting);
        if (behind.length === 1) await report.query('commit');
      },
    });
    await until(scene, `select from pg_stat_activity where ${oursWaits}`);
    waiting = application.query('insert into t values (1)');
    await until(
      scene,
      `select from pg_stat_activity a join pg_stat_activity ours on ours.pid = any (pg_blocking_pids(a.pid))
       where ours.application_name = 'driftline test' and ours.datname = current_database()`,
    );
    const { results } = await repair;
    expect(behind).toMatchObject([{ rowCount: 1 }]);
    expect(results).toMatchObject([{ outcome: 'applied', lockWaits: { times: 1 } }]);
    expect(results[0]?.lockWaits?.waitedMs).toBeGreaterThanOrEqual(999);
    await expectClean(scene);
  });
});
