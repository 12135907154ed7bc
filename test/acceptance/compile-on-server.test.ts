import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postgres } from '../../lib/engines/postgres/engine.ts';
import { createDatabase, majors, type TestDatabase } from '../support/databases.ts';
import { steps } from '../support/migration-texts.ts';
import { createProjectFolder } from '../support/project-folder.ts';
import { runDriftline } from '../support/run-driftline.ts';

const filesOf = (...texts: readonly string[]) => texts.map((text, i) => ({ path: `${i + 1}.sql`, text }));

describe.for(majors)('compiling on PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major, 'create table kept (id integer)');
  });
  afterAll(() => database.drop());

  const scratches = async () =>
    database.sql(`select datname from pg_database where datname like 'driftline\\_scratch\\_%'`);
  const compile = (texts: readonly string[], options: object = {}) =>
    postgres.compile(filesOf(...texts), { timeoutMs: 30_000, server: { url: database.url }, ...options });

  test('makes what the embedded database makes, stage by stage, and leaves nothing behind', async () => {
    const there = await compile(steps, { stages: [0, 1] });
    const embedded = await postgres.compile(filesOf(...steps), { timeoutMs: 60_000, stages: [0, 1] });
    expect(there.snapshot.objects).toEqual(embedded.snapshot.objects);
    expect(there.stages).toEqual(embedded.stages);
    expect(await scratches()).toEqual([]);
    expect(await database.sql('select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
  });

  test('runs statement by statement what a transaction forbids, and passes over what concerns the server', async () => {
    const { snapshot, diagnostics } = await compile([
      `create type mood as enum ('ok'); create table a (m mood);`,
      `create index concurrently a_m on a (m); create role nobody_needs_this;`,
      `begin; alter table a add b integer; commit;`,
      'create table c (id integer primary key); copy c from stdin;\n1\n\\.\n',
      'create table d (c integer references c); insert into d values (1);',
    ]);
    expect(Object.keys(snapshot.objects)).toEqual(expect.arrayContaining(['index:public.a_m', 'column:public.a.b']));
    expect(diagnostics).toMatchObject([{ code: 'statements-skipped', message: expect.stringContaining('2.sql:1') }]);
    expect(await database.sql(`select from pg_roles where rolname = 'nobody_needs_this'`)).toEqual([]);
  });

  test.for<[string, readonly string[], object, string, RegExp]>([
    ['a statement fails', ['select 1;\nselect nothing'], {}, 'migration-failed', /1\.sql:2:8: column "nothing"/],
    [
      'an extension is missing',
      ['create extension no_such'],
      {},
      'migration-failed',
      /the server to compile on has no extension no_such/,
    ],
    ['it takes too long', ['select pg_sleep(60)'], { timeoutMs: 300 }, 'migrations-timed-out', /longer than 0\.3 s/],
    ['it is interrupted', ['select pg_sleep(60)'], { signal: AbortSignal.timeout(300) }, 'interrupted', /interrupted/],
  ])('removes its database when %s', async ([, texts, options, code, message]) => {
    await expect(compile(texts, options)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await scratches()).toEqual([]);
  });

  test('says so when the role may not make databases', async () => {
    const role = `r_${database.name}`;
    await database.sql(`create role ${role} login`);
    const options = { server: { url: database.urlOf({ name: role }) } };
    await expect(compile(['select 1'], options)).rejects.toMatchObject({
      code: 'scratch-refused',
      remedy: expect.stringContaining('createdb'),
    });
    await database.sql(`drop role ${role}`);
  });

  test('removes its database on Ctrl-C, and hides the password of its server', async () => {
    await using project = await createProjectFolder({
      'driftline.yaml': [
        'expectations:',
        `  app: { migrations: all.sql, compile: { url: "\${SCRATCH_URL}" } }`,
        'environments:',
        `  dev: { expectation: app, url: "\${SCRATCH_URL}" }`,
      ].join('\n'),
      'all.sql': 'select pg_sleep(60);',
    });
    const running = runDriftline(['check'], {
      cwd: project.path,
      env: { SCRATCH_URL: database.url.replace('//postgres@', '//postgres:hunter2@') },
      onStart: (kill) => {
        const look = async () => ((await scratches()).length > 0 ? kill('SIGINT') : setTimeout(look, 50));
        void look();
      },
    });
    const { exitCode, stdout, stderr } = await running;
    expect(exitCode).toBe(130);
    expect(stdout + stderr).not.toContain('hunter2');
    expect(await scratches()).toEqual([]);
  });
});

test.for([
  ['postgis', /@electric-sql\/pglite-postgis.*`compile: \{ url: /s],
  ['vector', /@electric-sql\/pglite-pgvector.*`compile: \{ url: /s],
  ['timescaledb', /cannot be embedded.*`compile: \{ url: .*base snapshot/s],
  ['pg_partman', /`compile: \{ url: /],
  ['pg_cron', /`compile: \{ url: /],
] as const)('the error that names %s names the ways to have it', async ([name, remedy]) => {
  await expect(postgres.compile(filesOf(`create extension ${name}`), { timeoutMs: 60_000 })).rejects.toMatchObject({
    message: expect.stringContaining(name),
    remedy: expect.stringMatching(remedy),
  });
});
