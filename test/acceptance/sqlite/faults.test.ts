import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readFromFile, runInFile } from '../../../demo/make-file.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { mayMountDisks, mountSmallDisk } from '../../support/small-disk.ts';
import { listDrifts, makeSqliteProject, type SqliteProject } from './project.ts';

const before = 'create table plans (id integer primary key, note text);';

/** Repairing this writes more than SQLite holds in memory, so that a part of it is in the file before COMMIT. */
const migrations = `${before}
create table steps (id integer primary key, plan_id int references plans (id));
create index plans_note on plans (note);
create view noted as select id from plans where note is not null;
`;

const rows = (count: number) =>
  `insert into plans (note) with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
   select 'note ' || hex(i * 7919 % 10007) || '${'x'.repeat(200)}' from n;`;

const missing = ['missing index:main.plans_note', 'missing table:main.steps', 'missing view:main.noted'];

const driftsOf = (report: RunReport) => listDrifts(report).toSorted();
const backupsIn = ({ folder }: SqliteProject) => readdirSync(folder).filter((name) => name.endsWith('.backup'));
const countRows = (path: string) => readFromFile(path, 'select count(*) as n from plans')[0]?.n;
const integrity = (path: string) => readFromFile(path, 'pragma integrity_check');
const sound = [{ integrity_check: 'ok' }];

describe.for([
  ['a rollback journal', 'delete', [2, 3, 4, 5, 6]],
  ['a write-ahead log', 'wal', [5, 6]],
] as const)('killed in the middle of a repair, with %s', ([, journal, deaths]) => {
  test.concurrent.for(deaths)('before step %d', async (step) => {
    await using project = await makeSqliteProject({
      migrations,
      database: `pragma journal_mode = ${journal}; ${before} ${rows(12_000)}`,
    });
    const program = fileURLToPath(new URL('../../support/repair-and-die.ts', import.meta.url));
    const killed = spawn(process.execPath, [program, project.path('driftline.yaml'), String(step)], {
      detached: true,
      stdio: 'ignore',
    });
    expect(await once(killed, 'exit')).toEqual([null, 'SIGKILL']);
    const journals = [`${project.path()}-journal`, `${project.path()}-wal`].map(sizeOf);
    // The proof that there is something to undo: the index is written, and not committed.
    if (step === 5) expect(Math.max(...journals)).toBeGreaterThan(4_096);

    expect(driftsOf(await project.check())).toEqual(step === 6 ? [] : missing);
    expect([integrity(project.path()), countRows(project.path())]).toEqual([sound, 12_000]);
    const backups = backupsIn(project);
    const [backup = ''] = backups.map(project.path);
    expect([backups.length, integrity(backup), countRows(backup)]).toEqual([1, sound, 12_000]);
    if (step !== 5) return;
    cpSync(backup, project.path());
    expect(driftsOf(await project.check())).toEqual(missing);
    expect(driftsOf(await project.check({ repair: 'safe' }))).toEqual([]);
  });
});

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

test('what the report says brings the database back as it was', async () => {
  await using project = await makeSqliteProject({
    migrations,
    database: `pragma journal_mode = wal; ${before} ${rows(10)}`,
  });
  const { applied } = await project.check({ repair: 'safe' });
  const [, command = ''] = applied?.backup?.howToRestore.split('then: ') ?? [];
  using application = new DatabaseSync(project.path());
  application.exec('delete from plans');
  application.close();
  execFileSync('sh', ['-c', command]);
  expect(driftsOf(await project.check())).toEqual(missing);
  expect(countRows(project.path())).toBe(10);
});

if (mayMountDisks('a repair of a SQLite file on a full disk')) {
  test('a full disk: nothing is changed and nothing half made is left, whether the copy or the repair finds no room', async () => {
    using disk = mountSmallDisk(3);
    await using project = await makeSqliteProject({
      migrations,
      environment: { url: `file:${join(disk.path, 'app.db')}` },
    });
    const path = join(disk.path, 'app.db');
    // Room for the copy and not for the index; then not even for the copy.
    for (const count of [5_500, 9_500]) {
      runInFile(path, `${before} ${rows(count)}`);
      const report = await project.check({ repair: 'safe' });
      expect(driftsOf(report)).toEqual(missing);
      expect(report.applied?.backup).toBeUndefined();
      expect(report.applied?.results.map(({ reason }) => reason)).toContainEqual(
        expect.stringContaining('disk is full'),
      );
      expect(readdirSync(disk.path)).toEqual(['app.db']);
      expect([integrity(path), countRows(path)]).toEqual([sound, count]);
      await rm(path);
    }
  });
}

test('two repairs at once: one does it, the other finds it done, and both see it is', async () => {
  await using project = await makeSqliteProject({ migrations, database: `${before} ${rows(2_000)}` });
  const reports = await Promise.all([project.check({ repair: 'safe' }), project.check({ repair: 'safe' })]);
  expect(reports.map(driftsOf)).toEqual([[], []]);
  const applied = reports.filter((report) => report.applied?.results.every(({ outcome }) => outcome === 'applied'));
  expect(applied).toHaveLength(1);
  expect(backupsIn(project)).toHaveLength(1);
  expect([integrity(project.path()), countRows(project.path())]).toEqual([sound, 2_000]);
});
