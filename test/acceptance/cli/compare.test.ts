import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { splitStatements } from '../../../lib/engines/postgres/compile/split-statements.ts';
import { majors } from '../../support/databases.ts';
import { createExample, type Example, migrations, reportIn } from './example.ts';

describe.for(majors)('PostgreSQL %i', (major) => {
  let example: Example;

  beforeAll(async () => {
    example = await createExample(major);
  });

  afterAll(() => example[Symbol.asyncDispose]());

  describe('diff', () => {
    test('of SQL and a database that is as the SQL says: no difference', async () => {
      const { exitCode, stdout } = await example.run(['diff', 'migrations', example.sound.url]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '✓ No differences.\n' });
    });

    test('tells what the second lacks and what only it has', async () => {
      await using database = await example.drifted();
      await database.sql('create table extra (id int)');
      const result = await example.run(['diff', 'migrations/001.sql', database.url, '--format', 'json']);
      expect(result.exitCode).toBe(2);
      const [comparison] = reportIn(result).environments;
      expect(comparison?.drifts.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
        'missing index:public.ix_plans_status',
        'unexpected table:public.extra',
        'missing table:public.items',
      ]);
    });

    test('--sql writes SQL that makes the second equal to the first, run as it is', async () => {
      await using database = await example.drifted();
      await database.sql(`create table extra (id int primary key, other int references extra);
        create index ix_extra on plans (id)`);
      const readsLaterTable =
        'create function item_count() returns bigint language sql as $$ select count(*) from items $$';
      await example.folder.write({ 'expected.sql': `${migrations}${readsLaterTable};` });
      const written = await example.run(['diff', 'expected.sql', database.url, '--sql']);
      expect(written.exitCode).toBe(2);
      expect(written.stdout).toContain('-- hazard DELETES_DATA:');
      for (const { sql } of await splitStatements(written.stdout)) await database.sql(sql);
      const after = await example.run(['diff', 'expected.sql', database.url]);
      expect(after).toMatchObject({ exitCode: 0, stdout: '✓ No differences.\n' });
    });

    test('names a URL without its user and password', async () => {
      const url = example.sound.url.replace('postgres@', 'postgres:hunter2@');
      const result = await example.run(['diff', url, url, '--format', 'json']);
      expect(result.stdout).not.toContain('hunter2');
      expect(reportIn(result).environments[0]?.environment).toMatch(/^postgresql:\/\/127\.0\.0\.1:\d+\//);
    });
  });

  describe('snapshot', () => {
    test('holds what a database is, and serves as a side of diff and as a base', async () => {
      const written = await example.run(['snapshot', '--env', 'sound', '-o', 'sound.json']);
      expect(written).toMatchObject({ exitCode: 0, stdout: '' });
      expect(written.stderr).toMatch(/^Wrote \d+ objects to sound\.json\.\n$/);
      const { stdout } = await example.run(['snapshot', example.sound.url]);
      expect(stdout).toBe(await readFile(join(example.folder.path, 'sound.json'), 'utf8'));
      const { objects } = JSON.parse(stdout) as CatalogSnapshot;
      expect(objects).toHaveProperty(['table:public.plans']);

      expect((await example.run(['diff', 'sound.json', example.sound.url])).exitCode).toBe(0);
      await example.folder.write({
        'based.yaml': `expectations: { content: { base: sound.json, migrations: more } }
environments: { e: { expectation: content, url: "\${SOUND_URL}" } }`,
        'more/002.sql': 'alter table plans add column note text;',
      });
      const result = await example.run(['check', '--config', 'based.yaml', '--format', 'json']);
      expect(reportIn(result).environments[0]?.drifts.map(({ id }) => id)).toEqual(['column:public.plans.note']);
    });

    test('without migrations on top is itself what is expected', async () => {
      await using database = await example.drifted();
      await example.run(['snapshot', example.sound.url, '-o', 'whole.json']);
      await example.folder.write({
        'whole.yaml': `expectations: { content: { base: whole.json } }
environments:
  sound: { expectation: content, url: "\${SOUND_URL}" }
  drifted: { expectation: content, url: "\${DRIFTED_URL}", repair: safe }`,
      });
      const check = (...args: readonly string[]) =>
        example.run(['check', '--config', 'whole.yaml', ...args], { DRIFTED_URL: database.url });
      expect((await check('--env', 'sound')).exitCode).toBe(0);
      expect((await check('--env', 'drifted')).exitCode).toBe(2);
      expect((await check('--env', 'drifted', '--repair', 'safe')).exitCode).toBe(0);
    });
  });
});
