import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scheduledSettleMs } from '../../../lib/config/defaults.ts';
import type { CompiledExpectation } from '../../../lib/run/expectation.ts';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { check, expectationOf } from './scene.ts';

const before = `create table plans (id bigint primary key, status text not null)`;
const addition = 'alter table plans add column note text';
const settleMs = 5_000;

let expected: CompiledExpectation;

beforeAll(async () => {
  expected = await expectationOf(`${before}; ${addition};`, {
    values: [
      {
        column: 'column:public.plans.status',
        accept: ['draft'],
        redact: false,
        severity: 'high',
        maxDistinct: 100,
        budgetMs: 1000,
      },
    ],
  });
});

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createDatabase(major, before);
  });

  afterEach(() => database.drop());

  describe('a second look', () => {
    test('is not taken when the first finds no drift', async () => {
      await database.sql(addition);
      const { report, waits } = await check({ database, expected, options: { settleMs } });
      expect({ outcome: report.outcome, waits }).toEqual({ outcome: 'inSync', waits: [] });
    });

    test('is not taken unless somebody asks for it', async () => {
      const { report, waits } = await check({ database, expected });
      expect({ outcome: report.outcome, waits }).toEqual({ outcome: 'drift', waits: [] });
    });

    test.for([
      ['the environment over the caller', { settleMs: 1 }, { defaultSettleMs: scheduledSettleMs }, [1]],
      ['the command line over the environment', { settleMs: 1 }, { settleMs: 2 }, [2]],
      ['an environment that wants none', { settleMs: 0 }, { defaultSettleMs: scheduledSettleMs }, []],
      ['the caller where the environment is silent', {}, { defaultSettleMs: scheduledSettleMs }, [20_000]],
    ] as const)('waits as long as is said by %s', async ([, environment, options, expectedWaits]) => {
      const { waits } = await check({ database, expected, environment, options });
      expect(waits).toEqual(expectedWaits);
    });

    test('finds a migration done that was under way at the first: no drift, and said so', async () => {
      const { report } = await check({
        database,
        expected,
        options: { settleMs },
        meanwhile: () => database.sql(addition),
      });
      expect(report).toMatchObject({
        outcome: 'inSync',
        drifts: [],
        diagnostics: [
          {
            level: 'info',
            code: 'drift-passed',
            message: expect.stringContaining('missing column:public.plans.note'),
          },
        ],
      });
      expect(report.plan).toBeUndefined();
    });

    test('confirms the drift that stays, and lets pass what is new', async () => {
      const { report } = await check({
        database,
        expected,
        options: { settleMs },
        meanwhile: () => database.sql('create table fresh (id int)'),
      });
      expect(report.outcome).toBe('drift');
      expect(report.drifts.map(({ id }) => id)).toEqual(['column:public.plans.note']);
      expect(report.plan?.statements.flatMap(({ causedBy }) => causedBy)).toEqual(['column:public.plans.note']);
      expect(report.diagnostics).toMatchObject([{ code: 'drift-passed', message: expect.stringContaining('fresh') }]);
    });

    test('looks at values again too', async () => {
      await database.sql(`${addition}; insert into plans values (1, 'drft')`);
      const correct = () => database.sql(`update plans set status = 'draft'`);
      const { report } = await check({ database, expected, options: { settleMs }, meanwhile: correct });
      expect(report).toMatchObject({ outcome: 'inSync', values: [{ outcome: 'clean' }] });
      await database.sql(`update plans set status = 'drft'`);
      const stays = await check({ database, expected, options: { settleMs } });
      expect(stays.report.drifts).toMatchObject([{ attribute: 'values' }]);
    });

    test('that loses its connection makes the outcome unknown', async () => {
      const endAll = () =>
        database.sql(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
      const { report } = await check({ database, expected, options: { settleMs }, meanwhile: endAll });
      expect(report).toMatchObject({ outcome: 'unknown', drifts: [], diagnostics: [{ code: 'connection-lost' }] });
    });
  });

  describe('while a migration tool holds its lock', () => {
    let migrator: pg.Client;

    beforeEach(async () => {
      migrator = new pg.Client({ connectionString: database.url, application_name: 'deploy' });
      await migrator.connect();
      await migrator.query('select pg_advisory_lock(72707369)');
    });

    afterEach(() => migrator.end());

    test('drift is unknown, and the diagnostic names the tool and who holds the lock', async () => {
      const { report } = await check({ database, expected });
      expect(report).toMatchObject({
        outcome: 'unknown',
        drifts: [],
        diagnostics: [
          {
            level: 'error',
            code: 'migration-in-progress',
            message: expect.stringMatching(
              /^Prisma Migrate holds its migration lock \(process \d+, role postgres, deploy\).*one difference was seen/,
            ),
          },
        ],
      });
      expect(report.plan).toBeUndefined();
    });

    test('a database that is as expected is in sync', async () => {
      await database.sql(addition);
      expect((await check({ database, expected })).report.outcome).toBe('inSync');
    });

    test('nothing is repaired', async () => {
      const { report } = await check({
        database,
        expected,
        environment: { repair: 'safe' },
        options: { repair: 'safe' },
      });
      expect(report.applied).toBeUndefined();
      expect(await database.sql(`select 1 from pg_attribute where attname = 'note'`)).toEqual([]);
    });

    test('a second look that finds the lock gone and the drift still there tells it', async () => {
      const giveUp = () => migrator.query('select pg_advisory_unlock_all()');
      const { report } = await check({ database, expected, options: { settleMs }, meanwhile: giveUp });
      expect(report.drifts.map(({ id }) => id)).toEqual(['column:public.plans.note']);
    });

    test('the lock of another database means nothing', async () => {
      const other = await createDatabase(major, before);
      try {
        expect((await check({ database: other, expected })).report.outcome).toBe('drift');
      } finally {
        await other.drop();
      }
    });
  });

  test('locks of other programs mean nothing', async () => {
    await database.sql('select pg_advisory_lock(4711), pg_advisory_lock(0, 72707369)');
    expect((await check({ database, expected })).report.outcome).toBe('drift');
  });
});
