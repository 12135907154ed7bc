import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, majors, type TestDatabase } from '../support/databases.ts';
import { steps } from '../support/migration-texts.ts';
import { createProjectFolder, type ProjectFolder } from '../support/project-folder.ts';

/** Lets `import ... from 'driftline'` be the sources, as it is the package for whoever installed it. */
const hooks = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  const url = ${JSON.stringify(new URL('../../lib/index.ts', import.meta.url).href)};
  registerHooks({ resolve: (name, context, next) => name === 'driftline' ? { url, shortCircuit: true } : next(name, context) });
`)}`;

const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

let prod: TestDatabase;
let staging: TestDatabase;
let project: ProjectFolder;

beforeAll(async () => {
  const major = majors.at(-1) ?? 18;
  [prod, staging] = await Promise.all([
    createDatabase(major, steps.join(';')),
    createDatabase(major, `${steps[0]};${steps[1]};alter table users alter email drop not null`),
  ]);
  project = await createProjectFolder({
    ...Object.fromEntries(steps.map((sql, i) => [`migrations/${i}.sql`, sql])),
    'driftline.yaml': [
      'expectations: { app: { migrations: migrations } }',
      `environments: { dev: { expectation: app, url: "\${DATABASE_URL}" } }`,
    ].join('\n'),
  });
});
afterAll(async () => {
  await prod.drop();
  await staging.drop();
  await project[Symbol.asyncDispose]();
});

async function run(name: string, args: readonly string[], env: { readonly [name: string]: string } = {}) {
  const options = { cwd: project.path, env: { ...process.env, ...env } };
  return promisify(execFile)(process.execPath, ['--import', hooks, pathOf(`examples/${name}`), ...args], options).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    ({ stdout, code }: { readonly stdout: string; readonly code: number }) => ({ stdout, code }),
  );
}

const ran = new Set<string>();
const example = (name: string, proof: (name: string) => Promise<void>) => {
  ran.add(name);
  test(`examples/${name}`, () => proof(name));
};

example('check-before-start.ts', async (name) => {
  const args = ['driftline.yaml', 'dev'];
  expect(await run(name, args, { DATABASE_URL: prod.url })).toEqual({ stdout: 'dev is inSync\n', code: 0 });
  const held = await run(name, args, { DATABASE_URL: staging.url });
  expect(held.code).toBe(1);
  expect(held.stdout).toContain('critical missing table:public.invoices');
});

example('plan-a-repair.ts', async (name) => {
  const { stdout } = await run(name, ['migrations', staging.url]);
  expect(stdout).toMatch(/CREATE TABLE IF NOT EXISTS public\.invoices \(/);
  expect(stdout).toMatch(/ALTER TABLE public\.users ALTER COLUMN email SET NOT NULL;/);
  await staging.sql(stdout.replace(/^--.*$/gm, ''));
  expect((await run(name, ['migrations', staging.url])).stdout).toBe('');
  await staging.sql('drop table invoices; alter table users alter email drop not null');
});

example('compare-two-databases.ts', async (name) => {
  const { stdout } = await run(name, [prod.url, staging.url]);
  expect(stdout).toContain('column:public.users.email isNullable: false -> true\n');
  expect(stdout).toContain('missing table:public.invoices\n');
});

test('every example is run', async () => {
  expect([...ran].sort()).toEqual((await readdir(pathOf('examples'))).filter((name) => name.endsWith('.ts')));
});
