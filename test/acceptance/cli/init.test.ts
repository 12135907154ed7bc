import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { migrationProjects } from '../../support/migration-projects.ts';
import { bookkeeping } from '../../support/migration-tables.ts';
import { steps } from '../../support/migration-texts.ts';
import { createProjectFolder } from '../../support/project-folder.ts';
import { runDriftline } from '../../support/run-driftline.ts';

const messages = `create table messages (
  id serial primary key, platform text not null, "odd.Name" varchar(20), body text, kind text check (kind in ('in', 'out')),
  author text unique
);`;

describe.for(majors)('driftline init URL on PostgreSQL %i', (major) => {
  let database: TestDatabase;
  const role = 'driftline';

  beforeAll(async () => {
    database = await createDatabase(major, `${bookkeeping.flyway.create};${steps.join(';')};${messages}`);
    for (const step of [0, 1, 2]) await database.sql(bookkeeping.flyway.apply(step));
    await database.sql(`insert into messages (platform, "odd.Name", body, kind, author)
      select (array['telegram', 'email', 'on'])[1 + i % 3], (array['a b', 'c'])[1 + i % 2], 'text ' || i, 'in', 'who ' || i
      from generate_series(1, 300) i`);
    await database.sql('analyze');
  });
  afterAll(async () => {
    await database.sql(
      `do $$ begin if to_regrole('${role}') is not null then drop owned by ${role}; drop role ${role}; end if; end $$`,
    );
    await database.drop();
  });

  test('writes what works: the tool, the values, the role, and no password', async () => {
    const { files } = migrationProjects.flyway;
    await using project = await createProjectFolder({
      ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name.replace(/^sql/, 'db/migrations'), text])),
      'db/migrations/V2__messages.sql': messages,
      '.env': 'DATABASE_URL=postgresql://elsewhere/x\n',
    });
    const run = (...args: readonly string[]) => runDriftline(args, { cwd: project.path });
    const read = (name: string) => readFile(join(project.path, name), 'utf8');
    const url = database.url.replace('//postgres@', '//postgres:hunter2@');

    const made = await run('init', url);
    expect(made).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('.env as DRIFTLINE_DATABASE_URL: keep'),
    });
    const text = await read('driftline.yaml');
    expect(text + made.stdout + made.stderr).not.toContain('hunter2');
    expect(await read('.env')).toContain(`DATABASE_URL=postgresql://elsewhere/x\nDRIFTLINE_DATABASE_URL='${url}'\n`);

    expect(text).toContain('migrations: db/migrations # Flyway'.replace(' #', '    #'));
    expect(text).toMatch(/messages\.platform: .*# 3 values in some 300 rows/);
    const { main } = parse(text).expectations;
    expect(main.values).toEqual({
      'messages.platform': ['email', 'on', 'telegram'],
      'messages."odd.Name"': ['a b', 'c'],
    });
    await database.sql(
      `insert into flyway_schema_history select 9, '2', 'messages', 'SQL', 'x', null, 'me', now(), 1, true`,
    );
    const checked = await run('check');
    expect(checked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('in sync') });

    const sql = await read('driftline-role.sql');
    expect(sql).toContain('grant select (ctid, platform, "odd.Name", kind) on public.messages to driftline;');
    await database.sql(sql);
    await project.write({ '.env': `DRIFTLINE_DATABASE_URL=${database.urlOf({ name: role })}\n` });
    expect(await run('check')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('in sync') });
    const rights = await database.sql(
      `select has_table_privilege('${role}', 'messages', 'select') as all_columns, has_table_privilege('${role}', 'orders', 'select') as others`,
    );
    expect(rights).toEqual([{ all_columns: false, others: false }]);
  });
});

test('tables without statistics are named with the remedy, but for those that are empty or hidden', async () => {
  const names = ['alpha', 'beta', 'empty_one', 'secret', 'numbers', 'known'];
  const database = await createDatabase(
    majors[0] ?? 13,
    names.map((name) => `create table ${name} (id int, kind ${name === 'numbers' ? 'int' : 'text'});`).join(''),
  );
  const role = { name: `reader_${database.name}` };
  try {
    await database.sql(`create role ${role.name} login`);
    for (const name of names.filter((it) => it !== 'empty_one')) {
      await database.sql(`insert into ${name} select i, i % 2 from generate_series(1, 100) i`);
      if (name !== 'secret') await database.sql(`grant select on ${name} to ${role.name}`);
    }
    await database.sql('analyze known');
    await using project = await createProjectFolder({ '1.sql': 'create table known (id int, kind text)' });
    const init = (...args: readonly string[]) =>
      runDriftline(['init', database.urlOf(role), ...args], { cwd: project.path });
    const made = await init();
    expect(made.stdout).toContain('1 column may hold only certain values');
    expect(made.stdout).toContain(
      'looked for in 2 tables, for want of statistics (public.alpha, public.beta): run ANALYZE',
    );
    await database.sql('analyze');
    expect((await init('--force')).stdout).not.toContain('ANALYZE');
  } finally {
    await database.sql(`drop owned by ${role.name}; drop role ${role.name}`);
    await database.drop();
  }
});

test('where no migrations are, what is there today is expected', async () => {
  const database = await createDatabase(majors.at(-1) ?? 18, steps.join(';'));
  try {
    await using project = await createProjectFolder({ '.gitignore': 'node_modules\n.env\n' });
    const run = (...args: readonly string[]) => runDriftline(args, { cwd: project.path });
    const made = await run('init', database.url);
    expect(made.stdout).toContain('The URL is in .env as DATABASE_URL.\n');
    expect((await stat(join(project.path, '.env'))).mode & 0o777).toBe(0o600);
    expect(await run('check')).toMatchObject({ exitCode: 0 });
    await database.sql('create table later (id integer); drop table later; drop index orders_user_id_idx');
    const drifted = await run('check');
    expect(drifted).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('orders_user_id_idx') });
    expect((await run('init', database.url)).exitCode).toBe(1);
  } finally {
    await database.drop();
  }
});
