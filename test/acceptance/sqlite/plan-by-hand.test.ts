import { spawnSync } from 'node:child_process';
import { copyFile, readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { readFromFile, runInFile } from '../../../demo/make-file.ts';
import { scriptDialect } from '../../../lib/engines/sqlite/script-dialect.ts';
import { renderPlan } from '../../../lib/report/plan-sql.ts';
import { runDriftline } from '../../support/run-driftline.ts';
import { listDrifts, makeSqliteProject, type SqliteProject } from './project.ts';

const hasShell = spawnSync('sqlite3', ['-version']).status === 0;

/** Runs a plan as a person would: by the `sqlite3` program, or where there is none by a driver, which has no dot commands. */
function runByHand(path: string, script: string): { readonly failed: boolean; readonly said: string } {
  if (hasShell) {
    const { status, stdout, stderr } = spawnSync('sqlite3', [path], { input: script, encoding: 'utf8' });
    return { failed: status !== 0, said: `${stdout}${stderr}` };
  }
  using database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  try {
    database.exec(script.replaceAll(/^\..*$/gmu, ''));
    return { failed: false, said: '' };
  } catch (error) {
    return { failed: true, said: (error as Error).message };
  }
}

/** The whole plan of the project, as `driftline plan -o` writes it. */
async function wholePlan(project: SqliteProject): Promise<string> {
  return renderPlan(await project.check({ repair: 'plan' }), scriptDialect, true);
}

const family = `
create table steps (id integer primary key, plan_id int not null references plans (id) on delete cascade, rank int);
create view open_plans as select id, title from plans where status = 'open';
create view both as select o.id, s.rank from open_plans o join steps s on s.plan_id = o.id;
create trigger steps_count after insert on steps begin update plans set steps = steps + 1 where id = new.plan_id; end;
`;

const migrations = `
create table plans (
  id integer primary key autoincrement, title text not null collate nocase, status text not null default 'open'
    check (status in ('open', 'done')), steps int not null default 0, parent_id int references plans (id),
  slug text generated always as (lower(title)) stored, due text default (date('now')), unique (title, parent_id));
create index plans_status on plans (status);
create unique index plans_slug on plans (slug) where parent_id is null;
create index plans_due on plans (due);
create trigger plans_touch after update of title on plans begin update plans set steps = steps where id = new.id; end;
${family}`;

/** Much is otherwise: a lost CHECK and NOT NULL, missing columns of both sorts, an index by hand, a column that is ignored. */
const database = `
create table plans (
  id integer primary key autoincrement, title text not null, status text default 'open', steps int not null default 0,
  parent_id int, legacy text);
create index plans_status on plans (status);
create index by_hand on plans (title);
create trigger plans_touch after update of title on plans begin update plans set steps = steps where id = new.id; end;
${family}
insert into plans (title, status, parent_id) values ('A', 'open', null), ('b', 'done', 1), ('c', 'open', 2), ('gone', 'open', null);
insert into steps (plan_id, rank) values (1, 10), (1, 11), (3, 12);
delete from plans where title = 'gone';
`;

const rowsOf = (path: string) => [
  readFromFile(path, 'select id, title, status, steps, parent_id from plans order by id'),
  readFromFile(path, 'select * from steps order by id'),
];
const namesOf = (path: string) =>
  readFromFile(path, "select name from sqlite_schema where name not like 'sqlite_%' order by name").map(
    ({ name }) => name,
  );

test('the whole plan of a table that must be rebuilt runs by hand, keeps every row and what stands on it, and then all is in sync', async () => {
  await using project = await makeSqliteProject({
    migrations,
    database,
    expectation: { unexpected: 'ignore' },
    environment: { repair: 'plan' },
  });
  const path = project.path();
  const before = rowsOf(path);
  const plan = await wholePlan(project);
  expect(plan).not.toMatch(/lock_timeout|statement_timeout/u);
  expect(plan).toMatch(/LOSES DATA: legacy is not in the migrations/u);
  // A person who wants to keep a column follows the script's advice.
  const kept = plan
    .replace(/(unique \(title, parent_id\)\);)/u, '$1\nALTER TABLE "driftline_new_plans" ADD COLUMN legacy text;')
    .replaceAll('parent_id) SELECT id', 'parent_id, legacy) SELECT id')
    .replaceAll('parent_id FROM plans', 'parent_id, legacy FROM plans');
  expect(runByHand(path, kept)).toEqual({ failed: false, said: '' });

  expect(listDrifts(await project.check())).toEqual([]);
  expect(rowsOf(path)).toEqual(before);
  expect(namesOf(path)).toContain('by_hand');
  expect(readFromFile(path, 'select count(legacy) as n from plans')).toEqual([{ n: 0 }]);
  expect(readFromFile(path, 'pragma foreign_key_check')).toEqual([]);
  expect(readFromFile(path, 'select * from both order by rank')).toMatchObject([
    { rank: 10 },
    { rank: 11 },
    { rank: 12 },
  ]);
  // What they do, not only that they are there: the trigger, the foreign key, the counter that gives no number twice.
  using after = new DatabaseSync(path);
  after.exec("insert into steps (plan_id, rank) values (3, 13); insert into plans (title) values ('new')");
  expect(after.prepare('select steps from plans where id = 3').get()).toEqual({ steps: 2 });
  expect(after.prepare("select id from plans where title = 'new'").get()).toEqual({ id: 5 });
  after.exec('delete from plans where id = 3');
  expect(after.prepare('select count(*) as n from steps').get()).toEqual({ n: 2 });
});

test('a plan that runs by hand stops and changes nothing where it does not fit any more', async () => {
  await using project = await makeSqliteProject({
    migrations: 'create table t (a int not null check (a > 0), b text); create table u (x int);',
    database: 'create table t (a int, b text); insert into t values (1, null), (2, null);',
    environment: { repair: 'plan' },
  });
  const plan = await wholePlan(project);
  for (const [meanwhile, said] of [
    ['insert into t values (0, null)', /CHECK constraint failed: a > 0/u],
    ['insert into t values (null, null)', /NOT NULL constraint failed/u],
    ['alter table t add column c text', /see the line/u],
    ['create index ix on t (b)', /see the line/u],
  ] as const) {
    const path = project.path('copy.db');
    await copyFile(project.path(), path);
    runInFile(path, meanwhile);
    const before = [
      readFromFile(path, 'select * from t'),
      readFromFile(path, "select sql from sqlite_schema where name = 't'"),
    ];
    expect(runByHand(path, plan)).toMatchObject({ failed: true, said: expect.stringMatching(said) });
    const after = [
      readFromFile(path, 'select * from t'),
      readFromFile(path, "select sql from sqlite_schema where name = 't'"),
    ];
    expect(after).toEqual(before);
  }
});

test('columns and indexes that a rule ignores are not lost by a rebuild', async () => {
  const ignore = [
    { match: 'column:main.t.b', reason: 'another team' },
    { match: 'index:main.theirs', reason: 'theirs' },
  ];
  await using project = await makeSqliteProject({
    migrations: 'create table t (a int not null, b text default (1 + 1));',
    database: "create table t (a int, b text default 'x'); insert into t values (1, 'kept');",
    expectation: { ignore },
    environment: { repair: 'plan' },
  });
  const plan = await wholePlan(project);
  expect(runByHand(project.path(), plan).failed).toBe(false);
  expect(readFromFile(project.path(), 'select * from t')).toEqual([{ a: 1, b: 'kept' }]);
  runInFile(project.path(), 'drop table t; create table t (a int, b text); create index theirs on t (b)');
  expect(runByHand(project.path(), plan)).toMatchObject({ failed: true, said: expect.stringMatching(/see the line/u) });
  expect(namesOf(project.path())).toEqual(['t', 'theirs']);
});

test('what a plan may cost is a comment until its marks are removed, and then it runs', async () => {
  await using project = await makeSqliteProject({
    migrations: 'create table t (a int not null); create index i on t (a);',
    database: 'create table t (a int); insert into t values (1);',
    environment: { repair: 'plan' },
  });
  const { stdout } = await runDriftline(['plan', '--env', 'local', '--output', 'plan.sql'], { cwd: project.folder });
  expect(await readFile(project.path('plan.sql'), 'utf8')).toMatch(/^PRAGMA foreign_keys = OFF;$/mu);
  expect(runByHand(project.path(), stdout)).toEqual({ failed: false, said: '' });
  expect(listDrifts(await project.check())).toEqual(['modified column:main.t.a isNullable']);
  expect(
    runByHand(project.path(), stdout.replaceAll(/^-- {3}/gmu, '').replace(/^begin immediate;[\s\S]*?^commit;/mu, ''))
      .failed,
  ).toBe(false);
  expect(listDrifts(await project.check())).toEqual([]);
});

test('a reference to what is no key any more keeps neither a rebuild nor a repair back', async () => {
  const children = `create table c (id integer primary key, p_id int references p (id));
    create table d (id integer primary key, c_id int references c (id));`;
  await using project = await makeSqliteProject({
    migrations: `create table p (id integer primary key, note text); ${children} create index c_p on c (p_id);`,
    database: `pragma foreign_keys = off; create table p (id int, note text); ${children}
      insert into p values (1, 'x'); insert into c values (1, 1); insert into d values (1, 1), (2, 99);`,
  });
  const repaired = await project.check({ repair: 'safe' });
  expect(repaired.applied?.results.map(({ outcome }) => outcome)).toContain('applied');
  expect(listDrifts(repaired)).not.toContain('missing index:main.c_p');
  expect(runByHand(project.path(), await wholePlan(project))).toEqual({ failed: false, said: '' });
  expect(listDrifts(await project.check())).toEqual([]);
  expect(readFromFile(project.path(), 'select * from p')).toEqual([{ id: 1, note: 'x' }]);
});
