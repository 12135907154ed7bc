import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { incidents } from '../../../demo/incidents/incidents.ts';
import { majors } from '../../support/databases.ts';
import { createProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { createIncidentDatabase, type IncidentDatabase, idsOf, rowsOf } from './incident-database.ts';

const driversOfTheReport = ['postgresql+asyncpg', 'postgresql+psycopg2'];

describe.for(majors)('integration_logs is missing at the start, on PostgreSQL %i', (major) => {
  let database: IncidentDatabase;

  beforeEach(async () => {
    database = await createIncidentDatabase(major, incidents.integrationLogsMissing);
  });
  afterEach(() => database.drop());

  test('the table is missing, with its expression index and the sequence of its id', async () => {
    const report = await database.check('off');

    expect(report.outcome).toBe('drift');
    expect(idsOf(report, 'missing')).toEqual(['table:public.integration_logs']);
    expect(report.drifts[0]).toMatchObject({
      includes: expect.arrayContaining(['index:public.ix_integration_logs_time']),
      includeCounts: { column: 18, index: 1, sequence: 1, 'primary key': 1 },
    });
  });

  test('Alembic has no head here at all', async () => {
    const report = await database.check('off');

    expect(report.drifts.at(-1)).toMatchObject({
      id: 'migration-head:alembic',
      expected: '20240922_create_integration_logs',
      actual: null,
      hint: expect.stringMatching(/accounts for the other drift\. .*its table does not exist/),
    });
  });

  test('a safe repair makes the table and the expression index, and keeps what was there', async () => {
    const before = await rowsOf(database, 'outbox_events');
    const report = await database.check('safe');

    expect(report.outcome).toBe('inSync');
    expect(await database.distanceFromMigrations()).toEqual([]);
    const [index] = await database.sql(`select pg_get_indexdef('ix_integration_logs_time'::regclass) as definition`);
    expect(index?.definition).toMatch(/COALESCE\(ts, created_at\)/);
    expect(await rowsOf(database, 'outbox_events')).toEqual(before);
  });

  test('what the repair made works: ids count up, times fill in', async () => {
    await database.check('safe');

    const rows = await database.sql(
      `insert into integration_logs (step) values ('a'), ('b') returning id, created_at is not null as has_time, retry_count`,
    );
    expect(rows).toEqual([
      { id: '1', has_time: true, retry_count: 0 },
      { id: '2', has_time: true, retry_count: 0 },
    ]);
  });

  test.for(driversOfTheReport)('a URL that says %s is understood', async (scheme) => {
    const report = await database.check('off', database.url.replace(/^postgresql/, scheme));
    expect(report.server).toMatchObject({ database: database.name });
    expect(report.outcome).toBe('drift');
  });
});

describe.for(majors)('as the gate before a start, on PostgreSQL %i', (major) => {
  let database: IncidentDatabase;
  let project: ProjectFolder;

  beforeEach(async () => {
    database = await createIncidentDatabase(major, incidents.integrationLogsMissing);
    project = await createProjectFolder({
      'driftline.yaml': [
        'expectations:',
        `  app: { migrations: ${JSON.stringify(migrations)} }`,
        'environments:',
        `  dev: { expectation: app, url: "\${DATABASE_URL}", repair: safe }`,
      ].join('\n'),
      '.env': `DATABASE_URL=${database.url.replace(/^postgresql/, 'postgresql+asyncpg')}\n`,
    });
  });
  afterEach(async () => {
    await database.drop();
    await project[Symbol.asyncDispose]();
  });

  test('the exit code tells a broken database, a mended one and one that cannot be seen apart', async () => {
    const gate = (...args: readonly string[]) =>
      runDriftline(['check', '--env', 'dev', ...args], { cwd: project.path });

    const broken = await gate();
    expect(broken).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('missing table public.integration_logs'),
    });
    const mended = await gate('--repair', 'safe');
    expect(mended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('in sync after repair') });
    const sound = await gate('--repair', 'safe');
    expect(sound).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('in sync') });

    await project.write({ '.env': 'DATABASE_URL=postgresql+asyncpg://user:hunter2@127.0.0.1:1/none\n' });
    const unseen = await gate('--repair', 'safe');
    expect(unseen.exitCode).toBe(1);
    expect(unseen.stdout + unseen.stderr).not.toContain('hunter2');
  });

  test('the service starts behind the gate only once the database is true', async () => {
    const start = async (repair: string) => {
      const command = `"${process.execPath}" "${program}" check --env dev --repair ${repair} && echo the service starts`;
      const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: project.path }).catch(
        (failure: { readonly stdout: string }) => failure,
      );
      return stdout.includes('the service starts');
    };

    expect(await start('off')).toBe(false);
    expect(await start('safe')).toBe(true);
    expect(await start('off')).toBe(true);
  });
});

const program = fileURLToPath(new URL('../../../bin/driftline.ts', import.meta.url));
const migrations = fileURLToPath(new URL('../../../migrations/bisnesmedia', import.meta.url));
