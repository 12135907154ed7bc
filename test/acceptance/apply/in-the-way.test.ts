import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { connect } from '../../../lib/engines/postgres/connect.ts';
import { refuseLongWaits } from '../../../lib/engines/postgres/long-transactions.ts';
import { makeRepair } from '../../../lib/engines/postgres/repair.ts';
import type { Repair } from '../../../lib/engines/repair.ts';
import { createDatabase, majors } from '../../support/databases.ts';
import { type PgBouncer, startPgBouncer } from '../../support/pgbouncer.ts';
import { statement } from '../../unit/plan/statements.ts';
import { anotherSession, endOthers } from './other-sessions.ts';
import { outcomes, type RepairScene, setScene } from './repair-scene.ts';

let scene: RepairScene | undefined;

afterEach(async () => {
  await endOthers();
  await scene?.close();
  scene = undefined;
});

const connectOptions = {
  connectTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  statementTimeoutMs: 30_000,
  applicationName: 'driftline test',
};

describe.for(majors)('PostgreSQL %i', (major) => {
  test('an index is not built on a table where another session builds one, and all else is done', async () => {
    const table = 'create table t (id int);';
    scene = await setScene(major, `${table} create index ix on t (id); create table n (id int);`, table);
    const [blocker, builder] = [await anotherSession(scene.actual.url), await anotherSession(scene.actual.url)];
    await blocker.query('begin; insert into t values (1)');
    const building = builder.query('create index concurrently ix on t (id)');
    while ((await scene.actual.sql('select from pg_index where not indisvalid')).length === 0) await wait(5);
    const report = await scene.apply();
    expect(outcomes(report)).toEqual([
      'applied: CREATE TABLE IF NOT EXISTS public.n (',
      'refused: REINDEX INDEX CONCURRENTLY public.ix',
    ]);
    expect(report.results[1]?.reason).toMatch(/^process \d+ is building an index on public\.t \(.+\)\. Check again/u);
    await blocker.query('commit');
    await building;
    expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
  });

  test('what an old transaction or an early release forbids is refused, with who or why; a young one bothers nobody', async () => {
    const database = await createDatabase(major, 'create table t (id int)');
    try {
      const connection = await connect({ url: database.url }, connectOptions);
      const build = statement('create index concurrently', { transaction: 'outside', provides: ['index:public.ix'] });
      const holder = await anotherSession(`${database.url}?application_name=nightly`);
      await holder.query('begin isolation level repeatable read; select from t');
      const refusals = (repair: Repair) => repair.refusals([build, statement('create table n ()')]);
      const openAnother = () => connect({ url: database.url }, connectOptions);
      expect(await refusals(makeRepair(connection, openAnother))).toEqual([]);
      expect(await refuseLongWaits(connection, [], 0)).toEqual([]);
      expect(await refusals(makeRepair(connection, openAnother, 0))).toMatchObject([
        {
          code: 'long-transaction',
          reason: expect.stringMatching(/open since 0 s \(process \d+, role postgres, nightly\)/u),
          of: [build],
        },
      ]);
      await holder.query('commit');
      expect(await refusals(makeRepair(connection, openAnother, 0))).toEqual([]);
      const early = { ...connection, server: { ...connection.server, version: '14.2' } };
      expect(await refusals(makeRepair(early, openAnother))).toMatchObject([
        { code: 'broken-index-builds', of: [build] },
      ]);
      await connection.close();
    } finally {
      await endOthers();
      await database.drop();
    }
  });
});

const pgbouncer = await startPgBouncer('repairs are refused through a transaction pooler, and checks pass');

if (pgbouncer !== undefined) {
  describe.for(majors)('PgBouncer before PostgreSQL %i', (major) => {
    const wanted = 'create table t (id int, a int); create index ix on t (a);';
    const found = 'create table t (id int);';
    const through = (mode: 'session' | 'transaction', run: (pooler: PgBouncer) => Promise<void>) => async () => {
      const started: PgBouncer[] = [];
      try {
        scene = await setScene(major, wanted, found, {
          url: async (actual) => {
            const pooler = await pgbouncer(actual.url, mode);
            started.push(pooler);
            return pooler.url;
          },
        });
        for (const pooler of started) await run(pooler);
      } finally {
        await scene?.session.close();
        for (const pooler of started) await pooler.stop();
      }
    };

    test(
      'in transaction mode a repair is refused, and nothing is left in its sessions',
      through('transaction', async () => {
        if (scene === undefined) throw new RangeError('no scene');
        const before = await scene.look();
        const report = await scene.apply();
        expect(report.refused).toMatchObject({ code: 'transaction-pooler' });
        expect((await scene.look()).snapshot).toEqual(before.snapshot);
        expect(
          await scene.actual.sql(
            `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
          ),
        ).toEqual([]);
      }),
    );

    test(
      'in session mode it is repaired',
      through('session', async () => {
        if (scene === undefined) throw new RangeError('no scene');
        expect((await scene.apply()).results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
      }),
    );
  });
}
