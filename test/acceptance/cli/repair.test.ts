import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../../lib/cli/run-cli.ts';
import { createTestIo } from '../../support/cli-io.ts';
import { majors } from '../../support/databases.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { createExample, type Example, reportIn } from './example.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let example: Example;

  beforeAll(async () => {
    example = await createExample(major);
  });

  afterAll(() => example[Symbol.asyncDispose]());

  describe('plan', () => {
    test('prints SQL that mends the drift when it is run', async () => {
      await using database = await example.drifted();
      const env = { DRIFTED_URL: database.url };
      const { exitCode, stdout, stderr } = await example.run(['plan', '--env', 'drifted'], env);
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
      expect(stdout).toMatch(/^-- Driftline plan for drifted/);
      for (const statement of stdout.replace(/^--.*$/gm, '').split(/;$/m)) {
        if (statement.trim() !== '') await database.sql(statement);
      }
      expect((await example.run(['check', '--env', 'drifted'], env)).exitCode).toBe(0);
    });

    test('-o writes a file that does all of it when it is run', async () => {
      await using database = await example.drifted();
      await database.sql('alter table plans alter column status type text, alter column status drop not null');
      const env = { DRIFTED_URL: database.url };
      const { exitCode } = await example.run(['plan', '--env', 'drifted', '-o', 'whole.sql'], env);
      expect(exitCode).toBe(2);
      const sql = await readFile(join(example.folder.path, 'whole.sql'), 'utf8');
      expect(sql).toContain('hazard TABLE_REWRITE');
      for (const statement of sql.replace(/^--.*$/gm, '').split(/;$/m)) {
        if (statement.trim() !== '') await database.sql(statement);
      }
      expect((await example.run(['check', '--env', 'drifted'], env)).exitCode).toBe(0);
      const all = await example.run(['plan', '-o', 'whole.sql'], env);
      expect({ exitCode: all.exitCode, stderr: all.stderr }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('Name it with --env'),
      });
    });

    test('says that there is drift where the policy keeps the plan away', async () => {
      await using database = await example.drifted();
      const { exitCode, stdout } = await example.run(['plan', '--env', 'silent'], { DRIFTED_URL: database.url });
      expect({ exitCode, stdout }).toEqual({
        exitCode: 2,
        stdout: '-- silent has drift, and its policy is repair: off, so no plan is made.\n',
      });
    });
  });

  describe('apply', () => {
    test('without a terminal and without --yes changes nothing', async () => {
      await using database = await example.drifted();
      const { exitCode, stderr } = await example.run(['apply', '--env', 'drifted'], { DRIFTED_URL: database.url });
      expect(exitCode).toBe(1);
      expect(stderr).toContain('--yes');
      expect(await database.sql(`select to_regclass('public.items') as items`)).toEqual([{ items: null }]);
    });

    test('with --yes mends, and a second time there is nothing to do', async () => {
      await using database = await example.drifted();
      const env = { DRIFTED_URL: database.url };
      const args = ['apply', '--env', 'drifted', '--yes', '--format', 'json'];
      const first = await example.run(args, env);
      expect(reportIn(first).environments[0]).toMatchObject({ outcome: 'inSync' });
      expect(first.exitCode).toBe(0);
      const second = await example.run(args, env);
      expect(reportIn(second).environments[0]?.applied).toBeUndefined();
      expect(second.exitCode).toBe(0);
    });

    test.for([
      ['no', 'n\r', null, 'Nothing was changed.', 2],
      ['yes', 'y\r', 'items', '', 0],
      ['Ctrl-C', '\u0003', null, 'Interrupted; nothing was changed', 130],
    ] as const)('asks on a terminal, and a %s is taken as one', async ([, typed, items, words, exitCode]) => {
      await using database = await example.drifted();
      const { io, type, stderr } = createTestIo({
        isTTY: true,
        cwd: example.folder.path,
        env: { DRIFTED_URL: database.url, TERM: 'dumb' },
      });
      const ended = runCli(['apply', '--env', 'drifted'], io);
      await expect.poll(stderr, { timeout: 30_000 }).toContain('Run 3 statements on drifted? [y/N]');
      type(typed);
      expect(await ended).toBe(exitCode);
      expect(stderr()).toContain(words);
      expect(await database.sql(`select to_regclass('public.items')::text as items`)).toEqual([{ items }]);
    });
  });

  describe('apply --plan', () => {
    test('runs the reviewed plan without asking, and refuses it once the database or the plan is another', async () => {
      await using database = await example.drifted();
      const env = { DRIFTED_URL: database.url };
      const { stdout } = await example.run(['plan', '--env', 'drifted', '--format', 'json'], env);
      await example.folder.write({ 'plan.json': stdout });
      const edited = stdout.replaceAll('public.items (', 'public.itemz (');
      await example.folder.write({ 'more.json': edited });
      const apply = (file: string) =>
        example.run(['apply', '--env', 'drifted', '--plan', file, '--format', 'json'], env);

      const other = await apply('more.json');
      expect(reportIn(other).environments[0]?.applied?.refused).toMatchObject({
        code: 'plan-changed',
        reason: expect.stringContaining('public.itemz'),
      });
      expect(other.exitCode).toBe(1);

      await database.sql('alter table plans add column note text');
      const late = await apply('plan.json');
      expect(reportIn(late).environments[0]?.applied?.refused).toMatchObject({ code: 'catalog-changed' });
      expect(await database.sql(`select to_regclass('public.items')::text as items`)).toEqual([{ items: null }]);

      await database.sql('alter table plans drop column note');
      const applied = await apply('plan.json');
      expect(reportIn(applied).environments[0]).toMatchObject({ outcome: 'inSync' });
      expect(applied.exitCode).toBe(0);

      const again = await apply('plan.json');
      const { refused, results = [] } = reportIn(again).environments[0]?.applied ?? {};
      expect(refused).toBeUndefined();
      expect(results.map(({ outcome }) => outcome)).toEqual(Array(3).fill('alreadyThere'));
      expect(again.exitCode).toBe(0);
    });

    test.for([
      ['is not there', undefined, 'there is no such file'],
      ['is no JSON', 'create table items ()', 'it is no JSON'],
      ['is no report', '{"formatVersion":1}', 'outcome:'],
      [
        'is of another version',
        '{"formatVersion":2,"outcome":"inSync","environments":[],"startedAt":"2026-03-01T10:00:00Z","tookMs":1}',
        'formatVersion:',
      ],
      [
        'tells of other environments',
        '{"formatVersion":1,"outcome":"inSync","environments":[],"startedAt":"2026-03-01T10:00:00Z","tookMs":1}',
        'it tells nothing of drifted',
      ],
    ] as const)('says what is wrong with a file that %s', async ([, text, message]) => {
      if (text !== undefined) await example.folder.write({ 'wrong.json': text });
      const file = text === undefined ? 'nowhere.json' : 'wrong.json';
      const { exitCode, stderr } = await example.run(['apply', '--env', 'drifted', '--plan', file], {
        DRIFTED_URL: example.sound.url,
      });
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`${file} holds no plan to run: ${message}`);
    });
  });

  test('Ctrl-C in the middle of a repair undoes what it began', async () => {
    await using database = await example.drifted();
    await database.sql('begin');
    await database.sql('lock table plans in share update exclusive mode');
    let kill: (signal: NodeJS.Signals) => void = () => {};
    const ended = runDriftline(['check', '--env', 'drifted', '--repair', 'safe'], {
      cwd: example.folder.path,
      env: { DRIFTED_URL: database.url },
      onStart: (send) => {
        kill = send;
      },
    });
    const waiting = () =>
      database.sql(`select count(*)::int as locks
        from pg_locks l join pg_database d on d.oid = l.database
        where not l.granted and d.datname = current_database()`);
    await expect.poll(waiting, { timeout: 30_000 }).toEqual([{ locks: 1 }]);
    kill('SIGINT');
    const { exitCode, stdout } = await ended;
    await database.sql('rollback');
    expect(exitCode).toBe(130);
    expect(stdout).toContain('CREATE TABLE');
    expect(
      await database.sql(`select
        to_regclass('public.items') as items,
        (select count(*)::int from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()) as sessions`),
    ).toEqual([{ items: null, sessions: 0 }]);
  });
});
