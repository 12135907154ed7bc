import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProject } from '../../../lib/cli/init/find-project.ts';
import { renderStarterConfig } from '../../../lib/cli/init/starter-config.ts';
import { readConfig } from '../../../lib/config/read-config.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-init-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function put(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path.endsWith('.json') ? '{}' : '-- nothing\n');
  }
}

test.for([
  ['nothing', [], []],
  ['a folder of SQL', ['migrations/001.sql'], [{ name: 'main', path: 'migrations' }]],
  [
    'Drizzle',
    ['drizzle/0000_a.sql', 'drizzle/meta/_journal.json'],
    [{ name: 'main', path: 'drizzle', drizzleJournal: 'drizzle/meta/_journal.json' }],
  ],
  [
    'Prisma',
    ['prisma/migrations/20240101_init/migration.sql', 'prisma/migrations/20240102_more/migration.sql'],
    [{ name: 'main', path: 'prisma/migrations' }],
  ],
  ['Supabase', ['supabase/migrations/20240101_a.sql'], [{ name: 'main', path: 'supabase/migrations' }]],
  ['Rails', ['db/structure.sql'], [{ name: 'main', path: 'db/structure.sql' }]],
  [
    'a folder for each service',
    ['migrations/content/1.sql', 'migrations/odd name!/1.sql', 'migrations/crm/1.sql'],
    [
      { name: 'content', path: 'migrations/content' },
      { name: 'crm', path: 'migrations/crm' },
      { name: 'odd-name-', path: 'migrations/odd name!' },
    ],
  ],
  [
    'two places',
    ['migrations/1.sql', 'db/schema.sql'],
    [
      { name: 'main', path: 'migrations' },
      { name: 'main-2', path: 'db/schema.sql' },
    ],
  ],
] as const)('%s is noticed, and what is written of it is sound', async ([, files, migrations]) => {
  await put(...files);
  const project = await findProject(folder);
  expect(project.migrations).toEqual(migrations);
  const { file } = readConfig(renderStarterConfig(project), 'driftline.yaml');
  const names = migrations.length === 0 ? ['main'] : migrations.map(({ name }) => name);
  expect(Object.keys(file.expectations)).toEqual(names);
  expect(Object.values(file.environments).map(({ expectation }) => expectation)).toEqual(names);
});

test('Alembic revisions, which are Python, come with the command that writes their SQL', async () => {
  await put('alembic/versions/001_a.py');
  const project = await findProject(folder);
  expect(project.alembicFolder).toBe('alembic');
  expect(renderStarterConfig(project)).toContain('alembic upgrade head --sql');
});

test('every key that is shown as a comment is sound when it is taken in', async () => {
  const starter = renderStarterConfig(await findProject(folder));
  const taken = starter
    .replace(
      /^(\s*)# (values|ignore|unexpected|base|head|compileTimeout|tls|connectTimeout|lockTimeout|statementTimeout):/gm,
      '$1$2:',
    )
    .replace(/^(\s*)# ( +(orders|messages)\.)/gm, '$1$2')
    .replace(/^ {2}# (prod:| {2}(expectation|secret|host|database|repair):)/gm, '  $1');
  const { file } = readConfig(taken, 'driftline.yaml');
  expect(Object.keys(file.expectations.main ?? {}).sort()).toEqual(
    ['migrations', 'values', 'ignore', 'unexpected', 'base', 'head', 'compileTimeout'].sort(),
  );
  expect(Object.keys(file.environments.dev ?? {})).toEqual(
    expect.arrayContaining(['tls', 'connectTimeout', 'lockTimeout', 'statementTimeout']),
  );
  expect(Object.keys(file.environments.prod ?? {})).toEqual(['expectation', 'secret', 'host', 'database', 'repair']);
});

test('editors are shown the schema of the package that is installed in the folder', async () => {
  await put('node_modules/driftline/schema/driftline.schema.json');
  const starter = renderStarterConfig(await findProject(folder));
  expect(starter).toMatch(
    /^# yaml-language-server: \$schema=\.\/node_modules\/driftline\/schema\/driftline\.schema\.json$/m,
  );
});
