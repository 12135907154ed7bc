import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import type { DoctorReport } from '../../../lib/cli/doctor-report.ts';
import { runCli } from '../../../lib/cli/run-cli.ts';
import type { CheckReport } from '../../../lib/report/run-report.ts';
import { createTestIo } from '../../support/cli-io.ts';
import { createDatabase, createRole, majors, type TestDatabase } from '../../support/databases.ts';
import { createProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { type CommandResult, runDriftline } from '../../support/run-driftline.ts';

const schemaOf = async (name: string) =>
  new Ajv({ strict: false }).compile(
    JSON.parse(await readFile(new URL(`../../../schema/${name}`, import.meta.url), 'utf8')) as object,
  );
const isReport = await schemaOf('report.schema.json');
const isDoctorReport = await schemaOf('doctor.schema.json');

const migrations = `create table plans (id bigint primary key, status varchar(20) not null default 'draft');
create index ix_plans_status on plans (status);
create table items (id bigint primary key, plan_id bigint not null references plans (id));
`;

const config = `expectations:
  content:
    migrations: migrations
    values: { plans.status: [draft, active] }
environments:
  sound: { expectation: content, url: "\${SOUND_URL}" }
  drifted: { expectation: content, url: "\${DRIFTED_URL}", repair: safe }
  guarded: { expectation: content, url: "\${DRIFTED_URL}", repair: plan }
  silent: { expectation: content, url: "\${DRIFTED_URL}", repair: off }
  gone: { expectation: content, url: "postgresql://postgres@127.0.0.1:1/nowhere", connectTimeout: 2s }
  unset: { expectation: content, url: "\${NOBODY_SETS_THIS}" }
`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let folder: ProjectFolder;
  let sound: TestDatabase;

  beforeAll(async () => {
    folder = await createProjectFolder({ 'driftline.yaml': config, 'migrations/001.sql': migrations });
    sound = await createDatabase(major, migrations);
  });

  afterAll(async () => {
    await sound.drop();
    await folder[Symbol.asyncDispose]();
  });

  const run = (args: readonly string[], env: { readonly [name: string]: string } = {}) =>
    runDriftline(args, { cwd: folder.path, env: { SOUND_URL: sound.url, ...env } });

  /** A database without the table `items` and the index. */
  async function drifted(): Promise<TestDatabase & AsyncDisposable> {
    const database = await createDatabase(
      major,
      `create table plans (id bigint primary key, status varchar(20) not null default 'draft')`,
    );
    return { ...database, [Symbol.asyncDispose]: database.drop };
  }

  function reportIn({ stdout }: CommandResult): CheckReport {
    const report = JSON.parse(stdout) as CheckReport;
    isReport(report);
    expect(isReport.errors).toBeNull();
    return report;
  }

  describe('check', () => {
    test('of a sound database: exit code 0', async () => {
      const { exitCode, stdout, stderr } = await run(['check', '--env', 'sound']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('sound');
    });

    test('of a drifted one: exit code 2, the drift and its plan, and nothing is changed', async () => {
      await using database = await drifted();
      const { exitCode, stdout } = await run(['check', '--env', 'drifted'], { DRIFTED_URL: database.url });
      expect(exitCode).toBe(2);
      expect(stdout).toContain('items');
      expect(stdout.toLowerCase()).toContain('create table');
      expect(await database.sql(`select to_regclass('public.items') as items`)).toEqual([{ items: null }]);
    });

    test('of several: one document that keeps its schema, and what is broken stops nobody', async () => {
      await using database = await drifted();
      const result = await run(['check', '--format', 'json'], { DRIFTED_URL: database.url });
      expect(result.exitCode).toBe(1);
      const { outcome, environments } = reportIn(result);
      expect(outcome).toBe('unknown');
      expect(environments.map(({ environment, outcome }) => [environment, outcome])).toEqual([
        ['sound', 'inSync'],
        ['drifted', 'drift'],
        ['guarded', 'drift'],
        ['silent', 'drift'],
        ['gone', 'unknown'],
        ['unset', 'unknown'],
      ]);
      expect(environments.map(({ diagnostics }) => diagnostics.map(({ code }) => code)).slice(4)).toEqual([
        ['connection-refused'],
        ['env-var-unset'],
      ]);
    });

    test('under --repair safe mends what the policy lets it mend, and only that', async () => {
      await using database = await drifted();
      const env = { DRIFTED_URL: database.url };
      const guarded = await run(['check', '--env', 'guarded', '--repair', 'safe', '--format', 'json'], env);
      expect(guarded.exitCode).toBe(2);
      expect(reportIn(guarded).environments[0]).toMatchObject({
        repair: 'plan',
        diagnostics: [{ code: 'repair-not-allowed' }],
      });
      const repaired = await run(['check', '--env', 'drifted', '--repair', 'safe', '--format', 'json'], env);
      expect(reportIn(repaired).environments[0]).toMatchObject({ repair: 'safe', outcome: 'inSync' });
      expect(repaired.exitCode).toBe(0);
      expect((await run(['check', '--env', 'drifted'], env)).exitCode).toBe(0);
    });

    test('under --repair off makes no plan', async () => {
      await using database = await drifted();
      const result = await run(['check', '--env', 'drifted', '--repair', 'off', '--format', 'json'], {
        DRIFTED_URL: database.url,
      });
      expect(reportIn(result).environments[0]?.plan).toBeUndefined();
    });

    test('lets drift pass that is less severe than what is asked for', async () => {
      await using database = await drifted();
      await database.sql('create table items (id bigint primary key, plan_id bigint not null references plans (id))');
      const env = { DRIFTED_URL: database.url };
      expect((await run(['check', '--env', 'drifted'], env)).exitCode).toBe(2);
      expect((await run(['check', '--env', 'drifted', '--fail-on', 'critical'], env)).exitCode).toBe(0);
    });

    test('takes variables from the .env beside the configuration', async () => {
      await using other = await createProjectFolder({
        'driftline.yaml': config,
        'migrations/001.sql': migrations,
        '.env': `SOUND_URL="${sound.url}"\n`,
      });
      const { exitCode } = await runDriftline(['check', '--env', 'sound'], { cwd: other.path });
      expect(exitCode).toBe(0);
    });

    test('never prints a password, be it right or wrong', async () => {
      const role = await createRole(major, { password: 'hunter2-s3cret' });
      const right = sound.urlOf(role);
      for (const url of [right, right.replace('hunter2-s3cret', 'hunter3-s3cret')]) {
        for (const format of ['text', 'json']) {
          const env = { SOUND_URL: url, DRIFTLINE_DEBUG: '1' };
          const { stdout, stderr } = await run(['check', '--env', 'sound', '--format', format], env);
          expect(stdout + stderr).not.toMatch(/hunter\d/);
        }
      }
    });
  });

  describe('plan', () => {
    test('prints SQL that mends the drift when it is run', async () => {
      await using database = await drifted();
      const env = { DRIFTED_URL: database.url };
      const { exitCode, stdout, stderr } = await run(['plan', '--env', 'drifted'], env);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
      expect(stdout).toMatch(/^-- Driftline plan for drifted/);
      for (const statement of stdout.replace(/^--.*$/gm, '').split(/;$/m)) {
        if (statement.trim() !== '') await database.sql(statement);
      }
      expect((await run(['check', '--env', 'drifted'], env)).exitCode).toBe(0);
    });

    test('says that there is drift where the policy keeps the plan away', async () => {
      await using database = await drifted();
      const { exitCode, stdout } = await run(['plan', '--env', 'silent'], { DRIFTED_URL: database.url });
      expect({ exitCode, stdout }).toEqual({
        exitCode: 2,
        stdout: '-- silent has drift, and its policy is repair: off, so no plan is made.\n',
      });
    });
  });

  describe('apply', () => {
    test('without a terminal and without --yes changes nothing', async () => {
      await using database = await drifted();
      const { exitCode, stderr } = await run(['apply', '--env', 'drifted'], { DRIFTED_URL: database.url });
      expect(exitCode).toBe(1);
      expect(stderr).toContain('--yes');
      expect(await database.sql(`select to_regclass('public.items') as items`)).toEqual([{ items: null }]);
    });

    test('with --yes mends, and a second time there is nothing to do', async () => {
      await using database = await drifted();
      const env = { DRIFTED_URL: database.url };
      const args = ['apply', '--env', 'drifted', '--yes', '--format', 'json'];
      const first = await run(args, env);
      expect(reportIn(first).environments[0]).toMatchObject({ outcome: 'inSync' });
      expect(first.exitCode).toBe(0);
      const second = await run(args, env);
      expect(reportIn(second).environments[0]?.applied).toBeUndefined();
      expect(second.exitCode).toBe(0);
    });

    test.for([
      ['no', 'n\r', null, 'Nothing was changed.'],
      ['yes', 'y\r', 'items', ''],
    ] as const)('asks on a terminal, and a %s is taken as one', async ([, typed, items, words]) => {
      await using database = await drifted();
      const { io, type, stderr } = createTestIo({
        isTTY: true,
        cwd: folder.path,
        env: { DRIFTED_URL: database.url, TERM: 'dumb' },
      });
      const ended = runCli(['apply', '--env', 'drifted'], io);
      await expect.poll(stderr, { timeout: 30_000 }).toContain('Run 2 statements on drifted? [y/N]');
      type(typed);
      expect(await ended).toBe(0);
      expect(stderr()).toContain(words);
      expect(await database.sql(`select to_regclass('public.items')::text as items`)).toEqual([{ items }]);
    });
  });

  describe('diff', () => {
    test('of SQL and a database that is as the SQL says: no difference', async () => {
      const { exitCode, stdout } = await run(['diff', 'migrations', sound.url]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '✓ No differences.\n' });
    });

    test('tells what the second lacks and what only it has', async () => {
      await using database = await drifted();
      await database.sql('create table extra (id int)');
      const result = await run(['diff', 'migrations/001.sql', database.url, '--format', 'json']);
      expect(result.exitCode).toBe(2);
      const [comparison] = reportIn(result).environments;
      expect(comparison?.drifts.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
        'missing index:public.ix_plans_status',
        'unexpected table:public.extra',
        'missing table:public.items',
      ]);
    });

    test('names a URL without its user and password', async () => {
      const url = sound.url.replace('postgres@', 'postgres:hunter2@');
      const result = await run(['diff', url, url, '--format', 'json']);
      expect(result.stdout).not.toContain('hunter2');
      expect(reportIn(result).environments[0]?.environment).toMatch(/^postgresql:\/\/127\.0\.0\.1:\d+\//);
    });
  });

  describe('snapshot', () => {
    test('holds what a database is, and serves as a side of diff and as a base', async () => {
      const written = await run(['snapshot', '--env', 'sound', '-o', 'sound.json']);
      expect(written).toMatchObject({ exitCode: 0, stdout: '' });
      expect(written.stderr).toMatch(/^Wrote \d+ objects to sound\.json\.\n$/);
      const { stdout } = await run(['snapshot', sound.url]);
      expect(stdout).toBe(await readFile(join(folder.path, 'sound.json'), 'utf8'));
      const { objects } = JSON.parse(stdout) as CatalogSnapshot;
      expect(objects).toHaveProperty(['table:public.plans']);

      expect((await run(['diff', 'sound.json', sound.url])).exitCode).toBe(0);
      await folder.write({
        'based.yaml': `expectations: { content: { base: sound.json, migrations: more } }
environments: { e: { expectation: content, url: "\${SOUND_URL}" } }`,
        'more/002.sql': 'alter table plans add column note text;',
      });
      const result = await run(['check', '--config', 'based.yaml', '--format', 'json']);
      expect(reportIn(result).environments[0]?.drifts.map(({ id }) => id)).toEqual(['column:public.plans.note']);
    });
  });

  describe('doctor', () => {
    test('says of each environment whether and how it can be reached', async () => {
      const role = await createRole(major);
      const { exitCode, stdout } = await run(['doctor', '--env', 'sound', 'gone', 'unset', '--format', 'json'], {
        SOUND_URL: sound.urlOf(role),
      });
      expect(exitCode).toBe(1);
      const report = JSON.parse(stdout) as DoctorReport;
      isDoctorReport(report);
      expect(isDoctorReport.errors).toBeNull();
      expect(report.environments).toMatchObject([
        { environment: 'sound', server: { user: role.name, database: sound.name, encrypted: false } },
        { environment: 'gone', diagnostics: [{ code: 'connection-refused' }] },
        { environment: 'unset', diagnostics: [{ code: 'env-var-unset' }] },
      ]);
    });

    test('in words, with exit code 0 where all is well', async () => {
      const { exitCode, stdout } = await run(['doctor', '--env', 'sound']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('✓ sound can be checked');
      expect(stdout).toMatch(/ {2}server {5}\d+\./);
      expect(stdout).toMatch(/ {2}encrypted {2}no/);
    });
  });
});

describe('a person who presses Ctrl-C', () => {
  test('gets the prompt back at once, although a server does not answer', async () => {
    let kill: (signal: NodeJS.Signals) => void = () => {};
    const server = createServer(() => kill('SIGINT'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await using folder = await createProjectFolder({
      'migrations/001.sql': migrations,
      'driftline.yaml': `expectations: { content: { migrations: migrations } }
environments: { e: { expectation: content, url: "postgres://u@127.0.0.1:${port}/x", connectTimeout: 1h } }`,
    });
    const { exitCode, stderr } = await runDriftline(['check'], {
      cwd: folder.path,
      onStart: (send) => {
        kill = send;
      },
    });
    server.close();
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Interrupted');
  });
});
