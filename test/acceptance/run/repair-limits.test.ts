import { beforeAll, describe, expect, test } from 'vitest';
import { defaults } from '../../../lib/config/defaults.ts';
import type { RepairLimits } from '../../../lib/plan/hold-statements.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import type { CompiledExpectation } from '../../../lib/run/expectation.ts';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { check, expectationOf } from './scene.ts';

const expectedSql = `create table plans (id bigint primary key, status text default 'draft');
  create index ix_plans_status on plans (status);
  create table items (id bigint primary key);`;
const actualSql = `create table plans (id bigint primary key, status text default 'active');
  insert into plans select n, 'active' from generate_series(1, 20000) n;`;

let expected: CompiledExpectation;

beforeAll(async () => {
  expected = await expectationOf(expectedSql);
});

/** What became of each statement of a safe repair, by the object that it mends. */
async function repair(database: TestDatabase, limits: Partial<RepairLimits>, endsAt?: Date) {
  const { report } = await check({
    database,
    expected,
    environment: { repair: 'safe', repairLimits: { ...defaults.repairLimits, ...limits } },
    options: { repair: 'safe', ...(endsAt === undefined ? {} : { endsAt }) },
  });
  return { report, results: resultsOf(report) };
}

function resultsOf({ applied }: RunReport) {
  return Object.fromEntries(
    (applied?.results ?? []).map(({ statement, outcome, reason }) => [
      statement.causedBy.join(' '),
      reason === undefined ? outcome : `${outcome}: ${reason}`,
    ]),
  );
}

const index = 'index:public.ix_plans_status';
const column = 'column:public.plans.status';
const table = 'table:public.items';

describe.for(majors)('PostgreSQL %i', (major) => {
  test('a repair does what its limits allow and tells of everything else what holds it', async () => {
    const database = await createDatabase(major, actualSql);
    try {
      const whole = (results: ReturnType<typeof resultsOf>, reason: string) =>
        expect(results).toMatchObject({ [index]: `refused: ${reason}`, [table]: `refused: ${reason}` });
      whole((await repair(database, { isDryRun: true })).results, 'it would have run, if dryRun were off');
      whole((await repair(database, { maxStatements: 1 })).results, '2 statements would run, and maxStatements is 1');
      const inThreeDays = [{ days: [(new Date().getUTCDay() + 2) % 7], from: 0, to: 1440 }];
      const window = { times: inThreeDays, timeZone: 'UTC', text: 'in three days' };
      whole((await repair(database, { window })).results, 'repairs wait for their window: in three days');

      const small = await repair(database, { maxTableBytes: 100_000, allow: ['SET_DEFAULT'] });
      expect(small.results).toEqual({
        [table]: 'applied',
        [column]: 'applied',
        [index]: expect.stringMatching(/^refused: public\.plans takes \d+ kB, and maxTableSize is 98 kB$/),
      });
      expect(small.report.drifts.map(({ id }) => id)).toEqual([index]);

      const late = await repair(database, {}, new Date());
      expect(late.results).toEqual({ [index]: expect.stringMatching(/^refused: it may take 1 s, and 0 s are left/) });
      const last = await repair(database, {}, new Date(Date.now() + 60_000));
      expect(last.results).toEqual({ [index]: 'applied' });
      expect(last.report.outcome).toBe('inSync');
    } finally {
      await database.drop();
    }
  });
});
