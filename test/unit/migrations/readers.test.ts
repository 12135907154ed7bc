import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MigrationReaderName } from '../../../lib/migrations/migration.ts';
import { readToolMigrations } from '../../../lib/migrations/read-migrations.ts';
import { migrationProjects } from '../../support/migration-projects.ts';
import { createProjectFolder } from '../../support/project-folder.ts';

async function read(
  files: { readonly [path: string]: string },
  paths: readonly string[] = ['m'],
  tool?: MigrationReaderName,
) {
  await using folder = await createProjectFolder(files);
  return await readToolMigrations(
    paths.map((path) => join(folder.path, path)),
    folder.path,
    tool,
  );
}

describe.for(Object.entries(migrationProjects))('%s', ([tool, { files, paths, ids, names }]) => {
  test('is recognised, and its migrations are named as it names them', async () => {
    const found = await read(files, paths);
    expect(found.tool).toBe(tool);
    const revisions = found.migrations.flatMap(({ revision }) => revision ?? []);
    expect(revisions.map(({ id }) => id)).toEqual(ids);
    expect(revisions.map(({ name }) => name)).toEqual(names);
  });

  test('runs what goes up, in its order, and nothing that goes down', async () => {
    const { migrations } = await read(files, paths);
    const sql = migrations.map(({ file }) => file?.text ?? '').join('\n');
    const made = [...sql.matchAll(/^create table (?:public\.)?(\w+)/gm)].map(([, name]) => name);
    expect(made).toEqual(['users', 'orders', 'invoices']);
    expect(sql).not.toContain('no_such_table');
    expect(sql).not.toContain('InnoDB');
  });
});

test('every line of a section keeps its number', async () => {
  const { files, paths } = migrationProjects.alembic;
  const lines = (files['alembic.sql'] ?? '').split('\n');
  for (const { file } of (await read(files, paths)).migrations) {
    for (const [i, line] of (file?.text ?? '').split('\n').entries()) {
      if (line !== '') expect(line).toBe(lines[i]);
    }
  }
});

test('a folder without marks is SQL in the order of names', async () => {
  const found = await read({ 'm/2_b.sql': 'select 2', 'm/10_c.sql': 'select 10' });
  expect(found.tool).toBeUndefined();
  expect(found.migrations.map(({ revision }) => revision?.name)).toEqual(['2_b', '10_c']);
});

test('a tool that is named wins over the marks', async () => {
  const journal = JSON.stringify({ entries: [{ when: 1, tag: '20240101000000_a' }] });
  const files = {
    'supabase/migrations/20240101000000_a.sql': 'select 1',
    'supabase/migrations/meta/_journal.json': journal,
  };
  await expect(read(files, ['supabase/migrations'])).rejects.toMatchObject({
    code: 'ambiguous-migrations',
    message: expect.stringMatching(/Drizzle and Supabase/),
    remedy: expect.stringMatching(/`tool: drizzle` or `tool: supabase`/),
  });
  expect((await read(files, ['supabase/migrations'], 'supabase')).tool).toBe('supabase');
  expect((await read(files, ['supabase/migrations'], 'sql')).tool).toBeUndefined();
});

test('what the project around uses counts only where the folder itself bears no marks', async () => {
  const manifest = { 'package.json': '{ "dependencies": { "node-pg-migrate": "9.0.0" } }' };
  expect((await read({ ...manifest, 'm/1_a.sql': 'select 1' })).tool).toBe('node-pg-migrate');
  expect((await read({ ...manifest, 'm/1_a.sql': '-- migrate:up\nselect 1' })).tool).toBe('dbmate');
});

test("Sqitch's reworked change has its former script under its tag", async () => {
  const who = '2024-01-01T10:00:00Z Ada <a@b.c> # -';
  const found = await read({
    'm/sqitch.plan': `%project=shop\n\nusers ${who}\n@v1 ${who}\nusers [users@v1] ${who}\n`,
    'm/deploy/users@v1.sql': 'select 1',
    'm/deploy/users.sql': 'select 2',
  });
  expect(found.migrations.map(({ file, revision }) => [file?.text, revision?.id])).toEqual([
    ['select 1', 'users'],
    ['select 2', 'users#2'],
  ]);
});

test("Flyway's newest baseline stands for what comes before it, and repeatable migrations run last", async () => {
  const { migrations } = await read({
    'm/R__views.sql': 'select 9',
    'm/V1__a.sql': 'select 1',
    'm/V3__c.sql': 'select 3',
    'm/B2__base.sql': 'select 2',
  });
  expect(migrations.map(({ file, revision }) => [revision?.id, file?.text])).toEqual([
    [undefined, 'select 2'],
    ['1', undefined],
    ['3', 'select 3'],
    ['R__views', 'select 9'],
  ]);
});

test('branches of Alembic come in an order in which each has what it needs', async () => {
  const py = (id: string, down: string) => `revision = "${id}"\ndown_revision = ${down}\n`;
  const { migrations } = await read(
    {
      'm/versions/1.py': py('merge', '(\n    "left",\n    "right",\n)'),
      'm/versions/2.py': py('right', "'base'"),
      'm/versions/3.py': py('left', '["base"]'),
      'm/versions/4.py': py('base', 'None  # the first'),
      'all.sql': 'select 1',
    },
    ['m', 'all.sql'],
  );
  expect(migrations.map(({ revision }) => revision?.id)).toEqual([undefined, 'base', 'right', 'left', 'merge']);
});

describe('is refused, with file and line:', () => {
  const up = '-- +goose Up\n';
  const py = (own: string, down: string) => `revision = ${own}\ndown_revision = ${down}\n`;
  test.for<[string, MigrationReaderName | undefined, { readonly [path: string]: string }, RegExp]>([
    ['goose without Up', 'goose', { 'm/1_a.sql': 'select 1' }, /^m\/1_a\.sql:1: has no line `-- \+goose Up`/],
    ['goose with Up twice', undefined, { 'm/1_a.sql': `${up}select 1;\n${up}` }, /^m\/1_a\.sql:3: a second/],
    ['goose with Down first', undefined, { 'm/1_a.sql': `-- +goose Down\n${up}` }, /^m\/1_a\.sql:1: .*stands before/],
    ['goose in Go', undefined, { 'm/1_a.sql': up, 'm/2_b.go': '' }, /^m\/2_b\.go: is a Go migration/],
    [
      'goose with variables',
      undefined,
      { 'm/1_a.sql': `-- +goose ENVSUB ON\n${up}select \${A};` },
      /^m\/1_a\.sql:3: \$\{A\}/,
    ],
    [
      'two versions',
      undefined,
      { 'm/1_a.sql': up, 'm/001_b.sql': up },
      /has the version 1, which m\/0*1_\w\.sql has too/,
    ],
    [
      'dbmate without up',
      undefined,
      { 'm/1_a.sql': '-- migrate:up\n', 'm/2_b.sql': 'x' },
      /^m\/2_b\.sql:1: has no line/,
    ],
    [
      'a placeholder',
      undefined,
      { 'm/V1__a.sql': `\ncreate table \${schema}.a ();` },
      /^m\/V1__a\.sql:2: \$\{schema\}/,
    ],
    [
      'a Flyway name',
      undefined,
      { 'm/V1__a.sql': 'x', 'm/V2_b.sql': 'x' },
      /^m\/V2_b\.sql: is not named as Flyway wants/,
    ],
    ['Flyway twins', undefined, { 'm/V1.0__a.sql': 'x', 'm/V1__b.sql': 'x' }, /has the version 1, which/],
    [
      'a journal without file',
      undefined,
      { 'm/meta/_journal.json': '{"entries":[\n{"when":1,"tag":"0_a"}]}' },
      /^m\/meta\/_journal\.json:2: names 0_a/,
    ],
    ['no journal', 'drizzle', { 'm/0_a.sql': 'x' }, /^m\/meta\/_journal\.json: is not there/],
    ['a broken journal', undefined, { 'm/meta/_journal.json': '{' }, /^m\/meta\/_journal\.json:1: is not a journal/],
    [
      'Prisma for MySQL',
      undefined,
      { 'm/1_a/migration.sql': 'x', 'm/migration_lock.toml': '#\nprovider = "mysql"' },
      /migration_lock\.toml:2: .*mysql/,
    ],
    [
      'an empty Prisma migration',
      undefined,
      { 'm/1_a/migration.sql': 'x', 'm/2_b/notes.md': '' },
      /^m\/2_b: holds no migration\.sql/,
    ],
    [
      'a stale structure.sql',
      undefined,
      { 'm/structure.sql': `INSERT INTO "schema_migrations" (version) VALUES\n('1');`, 'm/migrate/2_b.rb': '' },
      /was written before 2_b\.rb/,
    ],
    [
      'a structure.sql without versions',
      undefined,
      { 'm/structure.sql': 'select 1' },
      /does not end with the versions/,
    ],
    [
      'a plan with nonsense',
      undefined,
      { 'm/sqitch.plan': '%project=a\n\nwhat is this?\n' },
      /^m\/sqitch\.plan:3: is no line of a plan/,
    ],
    [
      'a plan without script',
      undefined,
      { 'm/sqitch.plan': 'a 2024-01-01T10:00:00Z A <a@b.c> # x' },
      /^m\/sqitch\.plan:1: .*deploy\/a\.sql/,
    ],
    [
      'a changeset without id',
      undefined,
      { 'm/a.sql': '--liquibase formatted sql\n--changeset ada\nselect 1' },
      /^m\/a\.sql:2: is no changeset/,
    ],
    [
      'another delimiter',
      undefined,
      { 'm/a.sql': '--liquibase formatted sql\n--changeset a:1 endDelimiter:/\nselect 1' },
      /^m\/a\.sql:2: ends its statements with \//,
    ],
    [
      'node-pg-migrate in JavaScript',
      undefined,
      { 'm/1_a.sql': '-- Up Migration\nselect 1', 'm/2_b.js': '' },
      /^m\/2_b\.js: is a program/,
    ],
    [
      'a computed revision',
      undefined,
      { 'm/a.py': py('"a"', 'previous()') },
      /^m\/a\.py:2: `down_revision` is computed/,
    ],
    ['an unknown down_revision', undefined, { 'm/a.py': py('"a"', '"gone"') }, /^m\/a\.py:2: comes after gone/],
    [
      'a ring of revisions',
      undefined,
      { 'm/a.py': py('"a"', '"b"'), 'm/b.py': py('"b"', '"a"') },
      /^m\/a\.py:2: comes after itself/,
    ],
    ['a revision without name', undefined, { 'm/a.py': 'down_revision = None\n' }, /^m\/a\.py:1: does not say both/],
  ])('%s', async ([, tool, files, message]) => {
    await expect(read(files, ['m'], tool)).rejects.toMatchObject({
      code: 'invalid-migration',
      message: expect.stringMatching(message),
      remedy: expect.any(String),
    });
  });

  test('Alembic without its SQL, and with SQL of before the last revision', async () => {
    const { files } = migrationProjects.alembic;
    await expect(read(files, ['alembic'])).rejects.toMatchObject({
      code: 'migrations-empty',
      remedy: expect.stringContaining('alembic upgrade head --sql > alembic.sql'),
    });
    const more = { ...files, 'alembic/versions/new.py': py("'new'", "'9f1c0de42a11'") };
    await expect(read(more, ['alembic', 'alembic.sql'])).rejects.toMatchObject({
      message: 'alembic.sql: was written before the revision new',
    });
  });

  test.for([
    ['a dump of its own format', 'PGDMP\u0001\u000e', /own format/],
    ['a dump of a server', '--\n-- PostgreSQL database cluster dump\n--\n', /whole server/],
  ] as const)('%s', async ([, text, message]) => {
    await expect(read({ 'a.sql': text }, ['a.sql'])).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });
});
