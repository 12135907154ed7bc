import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInFile } from '../../demo/make-file.ts';
import { applyPlan } from '../../lib/apply/apply-plan.ts';
import type { CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import { realDeps } from '../../lib/run/deps.ts';
import { findCatalogDrifts } from '../../lib/run/look.ts';

const engine = engineNamed('sqlite');
const limits = { connectTimeoutMs: 5_000, lockTimeoutMs: 1_000, statementTimeoutMs: 10_000, applicationName: 'test' };

async function compile(sql: string): Promise<CatalogSnapshot> {
  return (await engine.compile([{ path: '001.sql', text: sql }], { timeoutMs: 20_000 })).snapshot;
}

async function differences(expected: CatalogSnapshot, actual: CatalogSnapshot): Promise<readonly string[]> {
  const rules = { ignore: [], unexpected: 'report' } as const;
  const { drifts } = await findCatalogDrifts(engine, { snapshot: expected, rules }, actual);
  return drifts.map(({ kind, id, attribute }) => [kind, id, ...(attribute === undefined ? [] : [attribute])].join(' '));
}

const schemas = [
  'create table t (id integer primary key autoincrement, name text not null collate nocase unique)',
  'create table t (a int, b int, primary key (a, b desc)) without rowid, strict',
  `create table p (id integer primary key); create table c (id int, p_id int references p on delete cascade deferrable
   initially deferred); create index ix on c (p_id) where id > 3; create unique index u on c (lower(id), p_id desc)`,
  'create table t (a int, b int as (a * 2) stored, c int as (a + 1), check (a > 0), constraint named check (b <> 7))',
  `create table t (a int); create view v as select a, count(*) as n from t group by a;
   create trigger touch after insert on t when new.a > 0 begin update t set a = 1 where a = 2; select case when 1 then 2 end; end`,
  `create virtual table docs using fts5 (title, body, tokenize = 'porter')`,
  'create table "odd ""name""" ("a.b" int, [c d] text default \'x;y\', `e` int check (`e` in (1, 2)))',
] as const;

describe.for(schemas)('%s', (sql) => {
  test('equals itself, is planned from nothing, and then needs nothing more', async () => {
    const expected = await compile(sql);
    expect(await differences(expected, await compile(sql))).toEqual([]);
    const folder = await mkdtemp(join(tmpdir(), 'driftline-laws-'));
    try {
      runInFile(join(folder, 'x.db'), 'create table was_there (x); drop table was_there');
      const session = await engine.connect({ url: 'file:x.db', baseDir: folder }, limits);
      try {
        const before = await session.introspect();
        const rules = { ignore: [], unexpected: 'report' } as const;
        const find = async (actual: CatalogSnapshot) =>
          (await findCatalogDrifts(engine, { snapshot: expected, rules }, actual)).drifts;
        const plan = makePlan(await find(before.snapshot), expected, before.snapshot, engine.rules);
        const report = await applyPlan(session, plan, { before, findDrifts: find, ...realDeps({}) });
        expect(report.results.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
        const after = await session.introspect();
        expect(await differences(expected, after.snapshot)).toEqual([]);
        expect(makePlan([], expected, after.snapshot, engine.rules).statements).toEqual([]);
      } finally {
        await session.close();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

const table = 'create table t (a int, b text);';

test.for([
  [
    'white space and comments',
    'create table t (a int check (a>0))',
    'create table t (a int /* x */ check ( a > 0 ))',
    [],
  ],
  ['parentheses and <>', 'create table t (a int check ((a <> 1)))', 'CREATE TABLE t (a INT CHECK (a != 1))', []],
  [
    'another check',
    'create table t (a int check (a > 0))',
    'create table t (a int check (a > 1))',
    ['missing constraint:main.t."check (a > 0)"', 'unexpected constraint:main.t."check (a > 1)"'],
  ],
  ['a default in another form', 'create table t (a int default false)', 'create table t (a int default 0)', []],
  [
    'another default',
    'create table t (a int default 1)',
    'create table t (a int default 2)',
    ['modified column:main.t.a default'],
  ],
  [
    'a view in other letters',
    `${table} create view v as select a from t where b = 'x'`,
    `${table} create view v as SELECT "a" FROM t WHERE (b = 'x')`,
    [],
  ],
  [
    'another view',
    `${table} create view v as select a from t`,
    `${table} create view v as select b from t`,
    ['modified view:main.v definition'],
  ],
  [
    'an index in other letters',
    `${table} create index i on t (lower(b))`,
    `${table} create index i on t (LOWER("b"))`,
    [],
  ],
  [
    'another condition',
    `${table} create index i on t (a) where a > 1`,
    `${table} create index i on t (a) where a > 2`,
    ['modified index:main.i definition'],
  ],
  [
    'a trigger in other letters',
    `${table} create trigger x after insert on t begin delete from t; end`,
    `${table} create trigger x AFTER INSERT ON t BEGIN DELETE FROM "t"; END`,
    [],
  ],
  [
    'another type of one affinity',
    'create table t (a varchar(10))',
    'create table t (a text)',
    ['modified column:main.t.a declaredType'],
  ],
  ['a column too few', table, 'create table t (a int)', ['missing column:main.t.b']],
] as const)('%s', async ([, expected, actual, drifts]) => {
  expect(await differences(await compile(expected), await compile(actual))).toEqual(drifts);
});
