import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRole, majors } from '../../support/databases.ts';
import { createProjectFolder } from '../../support/project-folder.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { config, createExample, type Example, migrations, reportIn } from './example.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let example: Example;

  beforeAll(async () => {
    example = await createExample(major);
  });

  afterAll(() => example[Symbol.asyncDispose]());

  describe('check', () => {
    test('of a sound database: exit code 0', async () => {
      const { exitCode, stdout, stderr } = await example.run(['check', '--env', 'sound']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('sound');
    });

    test('of a drifted one: exit code 2, the drift and its plan, and nothing is changed', async () => {
      await using database = await example.drifted();
      const { exitCode, stdout } = await example.run(['check', '--env', 'drifted'], { DRIFTED_URL: database.url });
      expect(exitCode).toBe(2);
      expect(stdout).toContain('items');
      expect(stdout.toLowerCase()).toContain('create table');
      expect(await database.sql(`select to_regclass('public.items') as items`)).toEqual([{ items: null }]);
    });

    test('of several: one document that keeps its schema, and what is broken stops nobody', async () => {
      await using database = await example.drifted();
      const result = await example.run(['check', '--format', 'json'], { DRIFTED_URL: database.url });
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
      await using database = await example.drifted();
      const env = { DRIFTED_URL: database.url };
      const guarded = await example.run(['check', '--env', 'guarded', '--repair', 'safe', '--format', 'json'], env);
      expect(guarded.exitCode).toBe(2);
      expect(reportIn(guarded).environments[0]).toMatchObject({
        repair: 'plan',
        diagnostics: [{ code: 'repair-not-allowed' }],
      });
      const repaired = await example.run(['check', '--env', 'drifted', '--repair', 'safe', '--format', 'json'], env);
      expect(reportIn(repaired).environments[0]).toMatchObject({ repair: 'safe', outcome: 'inSync' });
      expect(repaired.exitCode).toBe(0);
      expect((await example.run(['check', '--env', 'drifted'], env)).exitCode).toBe(0);
    });

    test('under --repair off makes no plan', async () => {
      await using database = await example.drifted();
      const result = await example.run(['check', '--env', 'drifted', '--repair', 'off', '--format', 'json'], {
        DRIFTED_URL: database.url,
      });
      expect(reportIn(result).environments[0]?.plan).toBeUndefined();
    });

    test('lets drift pass that is less severe than what is asked for', async () => {
      await using database = await example.drifted();
      await database.sql('create table items (id bigint primary key, plan_id bigint not null references plans (id))');
      const env = { DRIFTED_URL: database.url };
      expect((await example.run(['check', '--env', 'drifted'], env)).exitCode).toBe(2);
      expect((await example.run(['check', '--env', 'drifted', '--fail-on', 'critical'], env)).exitCode).toBe(0);
    });

    test('takes variables from the .env beside the configuration', async () => {
      await using other = await createProjectFolder({
        'driftline.yaml': config,
        'migrations/001.sql': migrations,
        '.env': `SOUND_URL="${example.sound.url}"\n`,
      });
      const { exitCode } = await runDriftline(['check', '--env', 'sound'], { cwd: other.path });
      expect(exitCode).toBe(0);
    });

    test('never prints a password, be it right or wrong', async () => {
      const role = await createRole(major, { password: 'hunter2-s3cret' });
      const right = example.sound.urlOf(role);
      for (const url of [right, right.replace('hunter2-s3cret', 'hunter3-s3cret')]) {
        for (const format of ['text', 'json']) {
          const env = { SOUND_URL: url, DRIFTLINE_DEBUG: '1' };
          const { stdout, stderr } = await example.run(['check', '--env', 'sound', '--format', format], env);
          expect(stdout + stderr).not.toMatch(/hunter\d/);
        }
      }
    });
  });
});
