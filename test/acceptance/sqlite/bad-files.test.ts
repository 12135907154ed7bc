import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readFromFile, runInFile } from '../../../demo/make-file.ts';
import type { CheckReport } from '../../../lib/report/run-report.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { listDrifts, makeSqliteProject } from './project.ts';

const plans = 'create table plans (id integer primary key, note text); create index plans_note on plans (note);';
const steps = 'create table steps (id integer primary key, plan_id int references plans (id));';
const migrations = plans + steps;
const rows = (count: number) =>
  `insert into plans (note) with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
   select 'note ' || i from n;`;
const missing = ['missing table:main.steps'];
const sound = [{ integrity_check: 'ok' }];
const integrity = (path: string) => readFromFile(path, 'pragma integrity_check');

/** Runs SQL in a file and dies of SIGKILL with the file open. */
async function runAndDie(path: string, sql: string): Promise<void> {
  const program = `
    const database = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(path)});
    database.exec(${JSON.stringify(sql)});
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
}

describe('a file whose application crashed', () => {
  test('in a transaction: the check sees what was committed, and nothing of the rest', async () => {
    await using project = await makeSqliteProject({ migrations, database: plans + rows(3_000) });
    await runAndDie(
      project.path(),
      `pragma cache_size = 1; begin; ${steps} update plans set note = 'half' || id; create table half (a);`,
    );
    expect(existsSync(`${project.path()}-journal`)).toBe(true);
    const report = await project.check();
    expect([report.outcome, listDrifts(report)]).toEqual(['drift', missing]);
    expect(readFromFile(project.path(), "select count(*) as n from plans where note like 'half%'")).toEqual([{ n: 0 }]);
    expect(integrity(project.path())).toEqual(sound);
  });

  test('with all that it committed in the write-ahead log alone: nothing is lost, by a check or a repair', async () => {
    await using project = await makeSqliteProject({
      migrations: `${migrations} create view noted as select id from plans where note <> '';`,
      database: 'pragma journal_mode = wal; create table was_there (a); drop table was_there',
    });
    await runAndDie(project.path(), `pragma wal_autocheckpoint = 0; ${migrations} ${rows(500)}`);
    const inFile = await readFile(project.path(), 'latin1');
    expect([inFile.includes('plans'), existsSync(`${project.path()}-wal`)]).toEqual([false, true]);
    expect(listDrifts(await project.check())).toEqual(['missing view:main.noted']);
    expect((await project.check({ repair: 'safe' })).outcome).toBe('inSync');
    expect(readFromFile(project.path(), 'select count(*) as n from plans')).toEqual([{ n: 500 }]);
    expect(integrity(project.path())).toEqual(sound);
  });
});

test('a user who may only read checks what can be read and repairs nothing', async () => {
  await using project = await makeSqliteProject({ migrations });
  const isRoot = process.getuid?.() === 0;
  const names = ['file', 'folder', 'wal', 'secret'] as const;
  for (const name of names) {
    await mkdir(project.path(name));
    const path = project.path(`${name}/app.db`);
    runInFile(path, `${name === 'wal' ? 'pragma journal_mode = wal;' : ''} ${plans}`);
    await chmod(path, name === 'secret' ? 0o000 : name === 'file' ? 0o444 : 0o666);
    await chmod(project.path(name), name === 'file' ? 0o777 : 0o555);
  }
  const environments = names.map((name) => [name, { expectation: 'app', url: `file:${name}/app.db`, repair: 'safe' }]);
  await writeFile(
    project.path('driftline.yaml'),
    JSON.stringify({
      expectations: { app: { engine: 'sqlite', migrations: 'migrations' } },
      environments: Object.fromEntries(environments),
    }),
  );
  await chmod(project.folder, 0o755);
  // What root may not, only another user can prove.
  const asOther = { cwd: project.folder, ...(isRoot ? { uid: 65_534 } : {}) };
  const checked = await runDriftline(['check', '--format', 'json'], asOther);
  const report = JSON.parse(checked.stdout) as CheckReport;
  expect(
    report.environments.map(({ outcome, diagnostics }) => [outcome, ...diagnostics.map(({ code }) => code)]),
  ).toEqual([['drift'], ['drift'], ['unknown', 'permission-denied'], ['unknown', 'permission-denied']]);
  for (const name of ['file', 'folder']) {
    const applied = await runDriftline(['apply', '--env', name, '--yes', '--format', 'json'], asOther);
    const [after] = (JSON.parse(applied.stdout) as CheckReport).environments;
    expect(after?.applied).toMatchObject({ refused: { code: 'read-only' } });
    await chmod(project.path(name), 0o777);
  }
  await Promise.all(names.map((name) => chmod(project.path(name), 0o777)));
});

/** Writes over a part of a file. */
async function damage(path: string, at: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
}

describe('a damaged file is unknown and never repaired', () => {
  test.for([
    ['another header', 'not-a-database', (path: string) => damage(path, 0, Buffer.from('PostgreSQL'))],
    ['the first page overwritten', 'database-corrupt', (path: string) => damage(path, 100, Buffer.alloc(3_000, 7))],
    ['a page of rows overwritten', 'database-corrupt', (path: string) => damage(path, 8_192, Buffer.alloc(4_096, 255))],
    ['cut in half', 'database-corrupt', async (path: string) => truncate(path, (await stat(path)).size / 2)],
    ['cut after its header', 'database-corrupt', (path: string) => truncate(path, 100)],
  ] as const)('%s', async ([, code, harm]) => {
    await using project = await makeSqliteProject({ migrations, database: plans + rows(2_000) });
    await harm(project.path());
    const before = await readFile(project.path());
    const report = await project.check({ repair: 'safe' });
    expect(report).toMatchObject({ outcome: 'unknown', drifts: [], diagnostics: [{ code }] });
    expect(report.applied).toBeUndefined();
    expect((await readFile(project.path())).equals(before)).toBe(true);
  });

  test('wherever the damage is, a check ends with an answer', async () => {
    await using project = await makeSqliteProject({ migrations, database: plans + rows(300) });
    const whole = project.path('whole.db');
    await copyFile(project.path(), whole);
    const { size } = await stat(whole);
    for (let i = 1; i <= 5; i++) {
      await copyFile(whole, project.path());
      await damage(project.path(), (i * 7_919) % size, Buffer.from([i, 255 - i, 0, i * 31, 128, 13, 10, 5]));
      const { outcome, diagnostics } = await project.check();
      const codes = diagnostics.filter(({ level }) => level === 'error').map(({ code }) => code);
      expect(outcome === 'unknown' ? codes : ['drift']).toEqual([
        expect.stringMatching(/^(?:drift|database-corrupt|not-a-database|catalog-unreadable|connection-failed)$/u),
      ]);
    }
  });

  test('a big one is not read as a whole by a check; the copy before a repair finds the damage, and nothing is changed', async () => {
    await using project = await makeSqliteProject({
      migrations,
      database: `${plans} ${rows(2_000)} create table files (bytes blob); insert into files values (zeroblob(17000000));`,
      expectation: { unexpected: 'ignore' },
    });
    await damage(project.path(), 12_288, Buffer.alloc(4_096, 255));
    const before = await readFile(project.path());
    const report = await project.check({ repair: 'safe' });
    expect(listDrifts(report)).toEqual(missing);
    expect(report.applied?.results.map(({ outcome }) => outcome)).toEqual(['refused']);
    expect(report.applied?.results[0]?.reason).toMatch(/malformed/u);
    expect(report.applied?.backup).toBeUndefined();
    expect((await readFile(project.path())).equals(before)).toBe(true);
  });
});

test('a file that goes away between two checks is not made anew', async () => {
  await using project = await makeSqliteProject({ migrations, database: plans });
  expect(listDrifts(await project.check())).toEqual(missing);
  await rm(project.path());
  expect((await project.check({ repair: 'safe' })).diagnostics).toMatchObject([{ code: 'database-not-found' }]);
  expect(existsSync(project.path())).toBe(false);
});
