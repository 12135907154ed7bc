import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Baseline } from '../../../lib/diff/baseline.ts';
import { majors, type TestDatabase } from '../../support/databases.ts';
import { createExample, type Example, reportIn } from './example.ts';

const config = `expectations:
  content:
    migrations: migrations
    values: { plans.status: [draft, active] }
environments:
  sound: { expectation: content, url: "\${SOUND_URL}", baseline: accepted/baseline.json }
  drifted: { expectation: content, url: "\${DRIFTED_URL}", baseline: accepted/baseline.json }
  gone: { expectation: content, url: "postgresql://postgres@127.0.0.1:1/nowhere", connectTimeout: 2s }
`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let example: Example;
  let database: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    example = await createExample(major);
  });

  afterAll(() => example[Symbol.asyncDispose]());

  beforeEach(async () => {
    database = await example.drifted();
    await database.sql(`insert into plans values (1, 'drft'), (2, 'drft')`);
    await example.folder.write({ 'driftline.yaml': config, 'accepted/README': '' });
  });

  afterEach(() => database.drop());

  const run = (...args: readonly string[]) => example.run(args, { DRIFTED_URL: database.url });
  const check = async (...args: readonly string[]) => {
    const result = await run('check', '--env', 'drifted', '--format', 'json', ...args);
    const [report] = reportIn(result).environments;
    return { exitCode: result.exitCode, report };
  };
  const accept = () => run('baseline', '--env', 'drifted', '-o', 'accepted/baseline.json');
  const read = async () =>
    JSON.parse(await readFile(join(example.folder.path, 'accepted/baseline.json'), 'utf8')) as Baseline;

  test('what is accepted counts no more, what is new does', async () => {
    const unaccepted = await check();
    expect(unaccepted).toMatchObject({ exitCode: 2, report: { diagnostics: [{ code: 'baseline-missing' }] } });

    expect(await accept()).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'Accepted 3 drifts in accepted/baseline.json. Say why in "reason" (3 to go).\n',
    });
    const accepted = await check();
    expect(accepted).toMatchObject({ exitCode: 0, report: { outcome: 'inSync', drifts: [], diagnostics: [] } });
    expect(accepted.report?.accepted?.by).toBe('accepted/baseline.json');
    expect(accepted.report?.accepted?.drifts).toEqual(unaccepted.report?.drifts);
    const shown = await run('check', '--env', 'drifted');
    expect(shown.stdout).toContain('3 accepted by accepted/baseline.json');
    expect(shown.stdout).not.toContain('drft');

    await database.sql('alter table plans alter column status drop not null');
    const fresh = await check();
    expect(fresh.exitCode).toBe(2);
    expect(fresh.report?.drifts).toMatchObject([{ id: 'column:public.plans.status', attribute: 'isNullable' }]);
    const causes = fresh.report?.plan?.statements.flatMap(({ causedBy }) => causedBy);
    expect(new Set(causes)).toEqual(new Set(['column:public.plans.status']));
  });

  test('what has changed since it was accepted is new, what is gone is told', async () => {
    await accept();
    await database.sql(`insert into plans values (3, 'activ'); create index ix_plans_status on plans (status)`);
    const { exitCode, report } = await check();
    expect(exitCode).toBe(2);
    expect(report?.drifts).toMatchObject([{ id: 'column:public.plans.status', attribute: 'values' }]);
    expect(report?.accepted?.drifts).toMatchObject([{ id: 'table:public.items' }]);
    expect(report?.diagnostics).toMatchObject([
      { level: 'info', code: 'baseline-entry-changed', id: 'column:public.plans.status' },
      { level: 'info', code: 'baseline-entry-gone', id: 'index:public.ix_plans_status' },
    ]);
  });

  test('written again, it keeps the reasons, and what it says of other environments', async () => {
    await accept();
    const before = await read();
    const explained = {
      ...before,
      environments: {
        another: [],
        drifted: before.environments.drifted?.map((entry) => ({ ...entry, reason: 'known', since: '2020-01-01' })),
      },
    };
    await example.folder.write({ 'accepted/baseline.json': JSON.stringify(explained) });
    await accept();
    expect(await read()).toEqual(explained);
  });

  test('goes to standard output unless a file is named', async () => {
    const { exitCode, stdout } = await run('baseline', '--env', 'sound', 'drifted');
    expect(exitCode).toBe(0);
    const { environments } = JSON.parse(stdout) as Baseline;
    expect(environments.sound).toEqual([]);
    expect(environments.drifted?.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'modified column:public.plans.status',
      'missing index:public.ix_plans_status',
      'missing table:public.items',
    ]);
  });

  test('is not written for an environment that could not be looked at', async () => {
    const { exitCode, stdout, stderr } = await run('baseline');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('Nothing was written, because gone could not be judged');
  });

  test('that cannot be read stops every check', async () => {
    await example.folder.write({ 'accepted/baseline.json': '{"formatVersion": 7}' });
    const { exitCode, stderr } = await run('check', '--env', 'drifted');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('accepted/baseline.json is no baseline: formatVersion');
    await example.folder.write({ 'accepted/baseline.json': '{"formatVersion": 1, "environments": {}}' });
  });
});
