import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Expectation } from '../../../lib/config/config.ts';
import { renderText } from '../../../lib/report/text.ts';
import { type CompiledExpectation, compileExpectation } from '../../../lib/run/expectation.ts';
import { createDatabase, createRole, majors, type TestDatabase, type TestRole } from '../../support/databases.ts';
import { migrationProjects } from '../../support/migration-projects.ts';
import { bookkeeping } from '../../support/migration-tables.ts';
import { steps } from '../../support/migration-texts.ts';
import { createProjectFolder } from '../../support/project-folder.ts';
import { check as asCheck } from '../../unit/report/reports.ts';
import { check } from '../run/scene.ts';

async function compileGoose(change: Partial<Expectation> = {}): Promise<CompiledExpectation> {
  const { files } = migrationProjects.goose;
  await using folder = await createProjectFolder(files);
  const config = { file: 'driftline.yaml', baseDir: folder.path, expectations: {}, environments: {} };
  const migrations = [join(folder.path, 'migrations')];
  const rest = { values: [], ignore: [], unexpected: 'report', compileTimeoutMs: 60_000 } as const;
  return await compileExpectation({ name: 'shop', engine: 'postgresql', migrations, ...rest, ...change }, config);
}

describe.for(majors)('a tool whose table is not as usual, on PostgreSQL %i', (major) => {
  let expected: CompiledExpectation;
  let database: TestDatabase;
  let role: TestRole;

  beforeAll(async () => {
    expected = await compileGoose();
    const twoSteps = [
      bookkeeping.goose.create,
      steps[0],
      steps[1],
      bookkeeping.goose.apply(0),
      bookkeeping.goose.apply(1),
    ];
    database = await createDatabase(major, twoSteps.join(';'));
    role = await createRole(major);
  });
  afterAll(async () => {
    await database.drop();
  });

  test('is not called in sync while that table may not be read', async () => {
    await database.sql(steps[2] ?? '');
    const connection = { kind: 'url', template: database.urlOf(role), at: 'here' } as const;
    const { report } = await check({ database, expected, environment: { connection } });
    expect(report.outcome).toBe('unknown');
    expect(report.diagnostics).toMatchObject([
      {
        level: 'error',
        code: 'migration-head-unreadable',
        remedy: expect.stringContaining('grant select on "public"."goose_db_version"'),
        id: 'table:public.goose_db_version',
      },
    ]);
    await database.sql('drop table invoices');
  });

  test('is found in another schema by its name, whatever that schema is called', async () => {
    await database.sql('create schema "odd ""name."; alter table goose_db_version set schema "odd ""name."');
    const { report } = await check({ database, expected });
    expect(report.drifts.map(({ id }) => id)).toEqual(['table:public.invoices', 'migration-head:goose']);
    expect(report.drifts[1]?.actual).toBe('00002_orders');
    await database.sql('alter table "odd ""name.".goose_db_version set schema public; drop schema "odd ""name."');
  });

  test('is left alone with head: off', async () => {
    const { report } = await check({ database, expected: await compileGoose({ head: 'off' }) });
    expect(report.drifts.map(({ id }) => id)).toEqual(['table:public.goose_db_version', 'table:public.invoices']);
  });

  test('cannot put anything on a terminal that it would obey', async () => {
    await database.sql(
      'create schema sqitch; create table sqitch.changes (change_id text, script_hash text, change text, committed_at timestamptz, planned_at timestamptz)',
    );
    await database.sql(`insert into sqitch.changes (change) values (e'\\u001b[31mred\\u0007')`);
    const head = { tool: 'sqitch', revisions: [{ id: 'users', name: 'users' }] };
    const { report } = await check({ database, expected: { ...expected, head } });
    const text = renderText(asCheck(report), { color: false, width: 100 });
    expect(text).toContain('red');
    expect(['\u0007', '\u001b'].filter((character) => text.includes(character))).toEqual([]);
  });
});
