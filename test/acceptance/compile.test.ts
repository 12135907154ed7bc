import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { kindOf } from '../../lib/catalog/object-id.ts';
import type { Compilation, Engine } from '../../lib/engines/engine.ts';
import { makeCompile } from '../../lib/engines/postgres/compile/compile.ts';
import { createStatements } from '../../lib/engines/postgres/create-statements.ts';

let cache: string;
let compileFiles: Engine['compile'];

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'driftline-cache-'));
  compileFiles = compilerWith(cache);
});

afterAll(async () => {
  await rm(cache, { recursive: true });
});

function compilerWith(folder: string): Engine['compile'] {
  return makeCompile({ createStatements, env: { DRIFTLINE_CACHE: folder } });
}

function compile(files: { readonly [path: string]: string }, timeoutMs = 60_000): Promise<Compilation> {
  return compileFiles(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { timeoutMs },
  );
}

describe('migrations become a catalog', () => {
  test('whatever their statements need: no transaction, a transaction, roles, psql, extensions', async () => {
    const { snapshot, diagnostics } = await compile({
      'm/01_init.sql': `
        create extension if not exists citext;
        create extension "uuid-ossp";
        create type mood as enum ('sad');
        create table "People" (id uuid primary key default uuid_generate_v4(), email citext, mood mood);`,
      'm/02_concurrently.sql': 'create table t (id int); create index concurrently t_id on t (id);',
      'm/03_label.sql': `alter type mood add value 'ok'; alter table "People" alter mood set default 'ok';`,
      'm/04_own.sql': 'begin; create table own (id int); commit; vacuum own;',
      'm/05_roles.sql': `
        create role made;
        grant select on own to reader, made;
        alter table own owner to "App Owner";
        create policy p on own to tenant using (true);
        set role worker; create table by_worker (id int);
        grant connect on database prod to reader;
        alter database prod set timezone = 'utc';
        create subscription elsewhere connection 'host=publisher.invalid' publication p;
        comment on subscription elsewhere is 'x';
        alter subscription elsewhere rename to nearby;`,
      'm/06_dump.sql': [
        '\\restrict x',
        "select pg_catalog.set_config('search_path', '', false);",
        'create schema public; alter schema public owner to pg_database_owner;',
        "create tablespace fast location '/mnt/fast'; set default_tablespace = fast;",
        'create table public.dumped (note text) tablespace "Slow";',
        'copy public.dumped (note) from stdin;',
        "it's a row; with\\ttabs",
        '\\.',
        'alter table public.dumped add primary key (note) using index tablespace fast;',
        'alter table public.dumped set tablespace other;',
        '\\unrestrict x',
      ].join('\n'),
      'm/07_after.sql': `create table after_dump (note text references dumped);
        insert into after_dump values (e'it''s a row; with\\ttabs');`,
      'm/09_many.sql': `create table many (note text); copy many from stdin;\n${'x'.repeat(8_000_000)}\n\\.\n`,
      'm/08_code.sql': `
        create procedure commits() language plpgsql as $$ begin create table committed (); commit; end $$;
        call commits();
        do $do$ begin execute 'create table dynamic (id int)'; end $do$;`,
    });
    const tables = Object.keys(snapshot.objects).filter((id) => kindOf(id) === 'table');
    expect(tables).toEqual([
      'table:public.People',
      'table:public.after_dump',
      'table:public.by_worker',
      'table:public.committed',
      'table:public.dumped',
      'table:public.dynamic',
      'table:public.many',
      'table:public.own',
      'table:public.t',
    ]);
    expect(snapshot.objects).toMatchObject({
      'extension:citext': {},
      'extension:uuid-ossp': {},
      'enum:public.mood': { labels: ['sad', 'ok'] },
      'column:public.People.mood': { default: "'ok'::public.mood" },
      'index:public.t_id': { isValid: true },
      'constraint:public.dumped.dumped_pkey': {},
    });
    expect(diagnostics.filter(({ level }) => level === 'info')).toMatchObject([
      { code: 'roles-assumed', message: expect.stringContaining('App Owner, reader, tenant, worker.') },
      { code: 'tablespaces-assumed', message: expect.stringMatching(/: Slow, fast, other\.$/) },
      {
        code: 'statements-skipped',
        message: expect.stringContaining(
          'm/05_roles.sql:7, m/05_roles.sql:8, m/05_roles.sql:9, m/05_roles.sql:10, m/05_roles.sql:11',
        ),
      },
      { code: 'rows-left-out', message: expect.stringMatching(/left out: m\/09_many\.sql:1\.$/) },
    ]);
  });

  test('on top of a base, whose extensions need not be embeddable', async () => {
    const { snapshot: base } = await compile({
      'base.sql': 'create schema app; create extension pg_trgm; create table app.t (name text);',
    });
    const files = [
      {
        path: 'm/1.sql',
        text: 'create index on app.t using gin (name public.gin_trgm_ops);',
      },
    ];
    const objects = { ...base.objects, 'extension:pg_cron': {} };
    const { snapshot, diagnostics } = await compileFiles(files, { timeoutMs: 60_000, base: { ...base, objects } });
    expect(snapshot.objects).toMatchObject({ 'extension:pg_cron': {}, 'index:app.t_name_idx': {} });
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'extensions-stood-in', level: 'info' }));
  });
});

test('a foreign-data wrapper that cannot be embedded can be described all the same', async () => {
  const { snapshot, diagnostics } = await compileFiles(
    [
      {
        path: '1.sql',
        text: `create extension postgres_fdw;
        create server other foreign data wrapper postgres_fdw options (host 'db.internal');
        create user mapping for public server other options (user 'app', password 'secret');
        create foreign table orders (id int) server other options (table_name 'orders');`,
      },
    ],
    { timeoutMs: 60_000 },
  );
  expect(snapshot.objects).toMatchObject({
    'foreign-server:other': { wrapper: 'postgres_fdw', options: { host: 'db.internal' } },
    'foreign-table:public.orders': { server: 'other' },
  });
  expect(snapshot.objects).not.toHaveProperty('foreign-data-wrapper:postgres_fdw');
  expect(snapshot.dependencies['foreign-server:other']).toEqual(['extension:postgres_fdw']);
  expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'extensions-stood-in', level: 'info' }));
});

describe('a statement that fails is shown with what to do', () => {
  test.for([
    [
      'an unknown table, in the file and line where it is',
      { '1.sql': 'create table a ();', '2.sql': '-- ж\n\nalter table a\n  add foreign key (x) references b;' },
      /^2\.sql:3:1: .*"b" does not exist \(SQLSTATE 42P01 undefined_table\)\n {2}3 \| alter table a\n {4}\| \^$/,
      /comes first/,
    ],
    [
      'an unknown column, under its name',
      { '1.sql': "create table a ();\nselect 'ж',\n  nope from a;" },
      /^1\.sql:3:3: .*\(SQLSTATE 42703 undefined_column\)\n {2}3 \| {3}nope from a;\n {4}\| {3}\^$/,
      /comes first/,
    ],
    ['a syntax error', { '1.sql': 'create tabel a ();' }, /^1\.sql:1:8: .*42601 syntax_error/, /psql variables/],
    [
      'an error within a function, with its context',
      { '1.sql': 'do $$\nbegin\n  perform 1 / 0;\nend $$' },
      /^1\.sql:1:1: .*22012 division_by_zero.*CONTEXT: /s,
      /./,
    ],
    [
      'a row that breaks a constraint checked at COMMIT',
      { '1.sql': 'create table a (id int unique deferrable initially deferred);\ninsert into a values (1), (1);' },
      /^1\.sql:2:1: at COMMIT .*23505 unique_violation/,
      /./,
    ],
    ['a transaction left open', { '1.sql': 'begin;\ncreate table a ();' }, /^1\.sql:1:1: .*never committed/, /COMMIT/],
    ['another database', { '1.sql': 'create database app;' }, /^1\.sql:1:1: CREATE DATABASE/, /one expectation/],
    [
      'an extension that a package brings',
      { '1.sql': 'create extension vector;' },
      /no extension vector/,
      /npm install .*@electric-sql\/pglite-pgvector.*Available: .*pgcrypto/,
    ],
    [
      'an extension that nothing brings',
      { '1.sql': 'create extension if not exists pg_cron;' },
      /no extension pg_cron/,
      /cannot be embedded.*Available: /,
    ],
  ] as const)('%s', async ([, files, message, remedy]) => {
    await expect(compile(files)).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
  });

  test('and files without any statement are not in sync with everything', async () => {
    await expect(compile({ '1.sql': '-- soon', '2.sql': '\\set x 1\n' })).rejects.toMatchObject({
      code: 'migrations-empty',
    });
  });
});

describe('a statement that never ends', () => {
  test.for([
    ['sleeps', 'select pg_sleep(1000);'],
    ['loops', 'do $$ begin loop null; end loop; end $$;'],
  ] as const)('is ended at the time limit when it %s, and named', async ([, sql]) => {
    const files = { '1.sql': 'create table t ();', '2.sql': `\n${sql}` };
    await expect(failureInTime(files)).resolves.toMatchObject({
      code: 'migrations-timed-out',
      message: expect.stringContaining('2.sql:2'),
    });
  });

  test('does not keep the process alive', async () => {
    const script = `
      const { makeCompile } = await import(${JSON.stringify(new URL('../../lib/engines/postgres/compile/compile.ts', import.meta.url).href)});
      const compile = makeCompile({ createStatements: () => [], env: process.env });
      await compile([{ path: '1.sql', text: 'do $$ begin loop null; end loop; end $$' }], { timeoutMs: 3_000 })
        .catch((error) => console.log(error.code));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, DRIFTLINE_CACHE: cache },
    });
    expect(stdout).toBe('migrations-timed-out\n');
  });
});

describe('what was compiled is remembered', () => {
  const files = { 'm/1.sql': 'create table remembered (id int);' };
  /** Too short to start anything: only the cache can answer. */
  const noTime = 1;

  test('by everything that goes in', async () => {
    const first = await compile(files);
    expect(await compile(files, noTime)).toEqual(first);
    const changes = [
      { 'm/1.sql': 'create table remembered (id bigint);' },
      { 'm/2.sql': files['m/1.sql'] },
      { ...files, 'm/2.sql': '' },
    ];
    for (const changed of changes) {
      await expect(compile(changed, noTime)).rejects.toMatchObject({ code: 'migrations-timed-out' });
    }
  });

  test('and compiled again when the entry or the seed is damaged', async () => {
    const first = await compile(files);
    await damageFiles(join(cache, 'compiled'));
    await damageFiles(cache);
    await expect(compile(files, noTime)).rejects.toMatchObject({ code: 'migrations-timed-out' });
    expect(await compile(files)).toEqual(first);
  });

  test('by two at once as by one, into an empty cache', async () => {
    const folder = join(cache, 'shared');
    const two = [compilerWith(folder), compilerWith(folder)];
    const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
    const [a, b] = await Promise.all(two.map((each) => each(sources, { timeoutMs: 60_000 })));
    expect(a).toEqual(b);
    expect(await compilerWith(folder)(sources, { timeoutMs: noTime })).toEqual(a);
    expect((await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('or not, which is said, where nothing can be written', async () => {
    vi.stubEnv('TMPDIR', cache);
    const folder = join(cache, 'no-folder');
    await writeFile(folder, 'a file stands here');
    const sources = [{ path: '1.sql', text: 'create table unremembered ();' }];
    const { snapshot, diagnostics } = await compilerWith(folder)(sources, { timeoutMs: 60_000 });
    expect(snapshot.objects).toHaveProperty(['table:public.unremembered']);
    expect(diagnostics).toContainEqual(expect.objectContaining({ level: 'info', code: 'cache-unwritable' }));
    vi.unstubAllEnvs();
  });
});

/** Cuts every file of a folder short, as a crash or a full disk would. */
async function damageFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(folder, entry.name);
    const content = await readFile(path);
    await writeFile(path, content.subarray(0, content.length / 2));
  }
}

/** On a busy machine the database may not even be open when a short time is over; then it gets a long one. */
async function failureInTime(files: { readonly [path: string]: string }): Promise<unknown> {
  const failure = await compile(files, 4_000).catch((error: Error) => error);
  const isTooEarly = failure instanceof Error && failure.message.includes('before the first statement');
  return isTooEarly ? compile(files, 25_000).catch((error: Error) => error) : failure;
}
