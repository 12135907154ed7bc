import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { createProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { reportIn } from './example.ts';

const migrations = `
create table conversations (
  id int primary key,
  platform text not null check (platform in ('telegram', 'email')),
  filler text,
  inputs jsonb
);`;

/** The constraint is gone, two values are stray, and a row fills an eighth of a page. */
const actual = `
create table conversations (id int primary key, platform text not null, filler text, inputs jsonb);
insert into conversations
select
  i,
  case i when 5 then 'Telegramm' else 'telegram' end,
  repeat('x', 900),
  jsonb_build_object('lang', case i when 7 then 'xx' else 'en' end)
from generate_series(1, 1000) i;`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let folder: ProjectFolder;
  beforeAll(async () => {
    database = await createDatabase(major, actual);
    folder = await createProjectFolder({ 'migrations/001.sql': migrations });
  });
  afterAll(async () => {
    await database.drop();
    await folder[Symbol.asyncDispose]();
  });

  /** Checks with these accepted values declared; what is kept between runs is kept in the project's folder. */
  async function check(values: string) {
    await folder.write({
      'driftline.yaml': `
expectations:
  content:
    migrations: migrations
    values: ${values}
environments:
  prod: { expectation: content, url: "\${URL}", tls: "off", repair: "off" }
`,
    });
    const result = await runDriftline(['check', '--format', 'json'], {
      cwd: folder.path,
      env: { URL: database.url, DRIFTLINE_CACHE: join(folder.path, 'cache') },
    });
    const [report] = reportIn(result).environments;
    if (report === undefined) throw new Error(result.stderr);
    return report;
  }

  test('values are held to what the migrations say, although the database has lost the constraint', async () => {
    const { outcome, values, drifts } = await check('{}');
    expect(outcome).toBe('drift');
    expect(values).toMatchObject([
      {
        column: 'column:public.conversations.platform',
        outcome: 'stray',
        strays: [{ value: 'Telegramm', nearest: 'telegram' }],
        derivedFrom: 'constraint:public.conversations.conversations_platform_check',
      },
    ]);
    expect(drifts).toMatchObject([{ kind: 'missing' }, { attribute: 'values', severity: 'high' }]);
  });

  test('options of the configuration reach the check, an expression too', async () => {
    const { values, diagnostics } = await check(`
      conversations.platform: { accept: [telegram, email], tolerate: 1 row, samples: 1, severity: low }
      conversations.language: { expression: "inputs ->> 'lang'", accept: [en, de], where: "id < 100" }`);
    expect(values).toMatchObject([
      { outcome: 'clean', isTolerated: true, strays: [{ value: 'Telegramm', samples: ['id=5'] }] },
      { column: 'column:public.conversations.language', outcome: 'stray', strays: [{ value: 'xx', rows: 1 }] },
    ]);
    expect(diagnostics).toMatchObject([{ code: 'stray-values-tolerated' }]);
  });

  test('a scan that one run cannot finish goes on in the next', async () => {
    const slow = `
      conversations.platform: { accept: [telegram, email], budget: 1s, where: "pg_sleep(0.005) is not null" }`;
    const [first, second] = [await check(slow), await check(slow)];
    expect(first.values).toMatchObject([{ method: 'rolling', strays: [{ value: 'Telegramm' }] }]);
    expect(second.values).toMatchObject([{ method: 'rolling', strays: [{ value: 'Telegramm' }] }]);
    expect(second.values[0]?.coverage).toBeGreaterThan(first.values[0]?.coverage ?? 1);
  });
});
