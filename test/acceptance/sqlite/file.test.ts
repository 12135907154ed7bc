import { mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { incidentSql, incidents } from '../../../demo/incidents/incidents.ts';
import { readFromFile, runInFile } from '../../../demo/make-file.ts';
import type { Config } from '../../../lib/config/config.ts';
import { loadConfig } from '../../../lib/config/load.ts';
import type { RepairPolicy } from '../../../lib/plan/statement.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { checkAll } from '../../../lib/run/check-all.ts';
import { realDeps } from '../../../lib/run/deps.ts';

let folder: string;
let config: Config;

/** A configuration beside the file, so that the URL is relative to its folder. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-sqlite-'));
  const migrations = fileURLToPath(new URL('../../../migrations/benchmark', import.meta.url));
  await writeFile(
    join(folder, 'driftline.yaml'),
    JSON.stringify({
      expectations: { benchmark: { engine: 'sqlite', migrations, values: { 'poc_task_executions.status': ['done'] } } },
      environments: {
        local: {
          expectation: 'benchmark',
          url: 'sqlite+aiosqlite:///benchmark.db',
          repair: 'safe',
          lockTimeout: '200ms',
        },
      },
    }),
  );
  ({ config } = await loadConfig(join(folder, 'driftline.yaml')));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => join(folder, 'benchmark.db');

async function check(repair: RepairPolicy = 'off'): Promise<RunReport> {
  // Nobody waits between two attempts at a lock that is not given up meanwhile.
  const deps = { ...realDeps({}), sleep: async () => undefined };
  const [report] = (await checkAll(config, { repair }, deps)).environments;
  if (report === undefined) throw new RangeError('it is there');
  return report;
}

async function makeIncident(): Promise<void> {
  runInFile(file(), await incidentSql(incidents.planningTablesMissing));
}

const missing = ['table:main.poc_execution_plans', 'table:main.poc_subtask_executions'];
const idsOf = ({ drifts }: RunReport) => drifts.filter(({ kind }) => kind === 'missing').map(({ id }) => id);
const rows = (path: string) => readFromFile(path, 'select count(*) as n from poc_task_executions')[0]?.n;

test('two missing tables are made, with a copy before, and every row is kept', async () => {
  await makeIncident();
  const found = await check();
  expect(idsOf(found)).toEqual(missing);
  expect(found.values[0]).toMatchObject({ outcome: 'stray', method: 'aggregate', strayRows: 40, coverage: 1 });
  expect(await readdir(folder)).toEqual(['benchmark.db', 'driftline.yaml']);

  const repaired = await check('safe');
  expect(repaired.applied?.results.map(({ outcome }) => outcome)).toEqual(Array(7).fill('applied'));
  expect(idsOf(repaired)).toEqual([]);
  const backup = repaired.applied?.backup;
  expect(backup?.howToRestore).toContain(`cp ${backup?.path} ${file()}`);
  expect([rows(file()), rows(backup?.path ?? '')]).toEqual([40, 40]);
  expect(readFromFile(backup?.path ?? '', "select name from sqlite_schema where name like 'poc_subtask%'")).toEqual([]);

  const again = await check('safe');
  expect(again.applied).toBeUndefined();
  expect(idsOf(again)).toEqual([]);
});

test('a writer that holds the lock makes a check unknown only when it shuts readers out, and a repair wait in vain', async () => {
  await makeIncident();
  using other = new DatabaseSync(file());
  other.exec('begin immediate');
  expect(idsOf(await check())).toEqual(missing);
  const repaired = await check('safe');
  expect(repaired.applied?.results.map(({ outcome }) => outcome)).not.toContain('applied');
  expect(repaired.applied?.backup).toBeUndefined();
  other.exec('rollback; begin exclusive');
  expect(await check()).toMatchObject({ outcome: 'unknown', diagnostics: [{ code: 'catalog-locked' }] });
  other.exec('rollback');
  expect(await readdir(folder)).toEqual(['benchmark.db', 'driftline.yaml']);
});

describe('what cannot be opened is unknown, with an error of its own', () => {
  test.for([
    ['no file, which is not made', 'database-not-found', async () => {}],
    ['an empty file', 'database-empty', () => writeFile(file(), '')],
    ['a folder', 'not-a-file', () => mkdir(file())],
    ['a file of something else', 'not-a-database', () => writeFile(file(), 'something else altogether')],
    [
      'a corrupt file',
      'database-corrupt',
      async () => {
        await makeIncident();
        const { size } = await stat(file());
        const handle = await open(file(), 'r+');
        await handle.write(Buffer.alloc(size - 4096, 0xff), 0, size - 4096, 4096);
        await handle.close();
      },
    ],
  ] as const)('%s', async ([, code, arrange]) => {
    await arrange();
    const before = await readdir(folder);
    const report = await check('safe');
    expect(report).toMatchObject({ outcome: 'unknown', drifts: [], diagnostics: [{ code }] });
    expect(await readdir(folder)).toEqual(before);
  });
});
