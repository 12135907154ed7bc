import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { createProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { runDriftline } from '../../support/run-driftline.ts';

describe.for(majors.slice(-1))('two environments on PostgreSQL %i', (major) => {
  let prod: TestDatabase;
  let staging: TestDatabase;
  let project: ProjectFolder;

  beforeAll(async () => {
    prod = await createDatabase(major, 'create table orders (id integer primary key, note text)');
    staging = await createDatabase(
      major,
      'create table orders (id integer primary key); create table extra (id integer)',
    );
    project = await createProjectFolder({
      'driftline.yaml': [
        'expectations:',
        '  app: { migrations: app.sql }',
        'environments:',
        `  prod: { expectation: app, url: "\${PROD_URL}" }`,
        `  staging: { expectation: { like: prod }, url: "\${STAGING_URL}" }`,
      ].join('\n'),
      'app.sql': 'create table orders (id integer primary key, note text);',
      '.env': `PROD_URL=${prod.url}\nSTAGING_URL=${staging.url}\n`,
    });
  });
  afterAll(async () => {
    await prod.drop();
    await staging.drop();
    await project[Symbol.asyncDispose]();
  });

  const run = (...args: readonly string[]) => runDriftline(args, { cwd: project.path });

  test('are compared by their names, in the order in which they are named', async () => {
    const forward = await run('diff', 'prod', 'staging');
    expect(forward).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('missing column note') });
    expect(forward.stdout).toContain('unexpected table public.extra');
    const backward = await run('diff', 'staging', 'prod');
    expect(backward.stdout).toContain('missing table public.extra');
    expect((await run('diff', 'prod', 'app.sql')).exitCode).toBe(0);
  });

  test('one is checked against what the other holds at that moment', async () => {
    const drifted = await run('check', '--env', 'staging', '--format', 'json');
    expect(drifted.exitCode).toBe(2);
    const [report] = JSON.parse(drifted.stdout).environments;
    expect(report.expectation).toBe('like:prod');
    expect(report.drifts.map(({ kind, id }: { kind: string; id: string }) => [kind, id])).toEqual([
      ['missing', 'column:public.orders.note'],
      ['unexpected', 'table:public.extra'],
    ]);

    await staging.sql('alter table orders add note text; drop table extra');
    expect(await run('check')).toMatchObject({ exitCode: 0 });
    await prod.sql('create index on orders (note)');
    expect(await run('check', '--env', 'staging')).toMatchObject({ exitCode: 2 });
  });

  test('one is unknown while the other cannot be seen', async () => {
    const env = { PROD_URL: 'postgresql://app:hunter2@127.0.0.1:1/none' };
    const { exitCode, stdout, stderr } = await runDriftline(['check', '--env', 'staging'], { cwd: project.path, env });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('connection-refused');
    expect(stdout + stderr).not.toContain('hunter2');
  });

  test('a name that is a file as well is asked about', async () => {
    await project.write({ 'prod/1.sql': 'select 1' });
    const { exitCode, stderr } = await run('diff', 'prod', 'staging');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('Write ./prod for the file') });
  });
});

test.for([
  ['dev', 'names this environment itself'],
  ['prodd', 'did you mean "prod"'],
] as const)('an environment that is to be like %s is refused', async ([like, message]) => {
  await using project = await createProjectFolder({
    'driftline.yaml': [
      'expectations:',
      '  app: { migrations: app.sql }',
      'environments:',
      '  prod: { expectation: app, url: "postgresql://h/d" }',
      `  dev: { expectation: { like: ${like} }, url: "postgresql://h/d" }`,
    ].join('\n'),
  });
  const { exitCode, stderr } = await runDriftline(['check'], { cwd: project.path });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(message) });
});
