import { afterEach, describe, expect, test } from 'vitest';
import type { HazardCode } from '../../../lib/plan/hazard.ts';
import { majors } from '../../support/databases.ts';
import { everything } from './everything.ts';
import { outcomes, type RepairScene, setScene } from './repair-scene.ts';

let scene: RepairScene | undefined;

afterEach(async () => {
  await scene?.close();
  scene = undefined;
});

describe.for(majors)('PostgreSQL %i', (major) => {
  test('the plan of an empty database gives the expected one, and then there is nothing to plan', async () => {
    scene = await setScene(major, everything, '');
    const report = await scene.apply();
    expect(report.refused).toBeUndefined();
    expect(report.results.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
    const { snapshot } = await scene.look();
    expect(snapshot.objects).toEqual(scene.expected.objects);
    expect(await scene.plan()).toMatchObject({ statements: [], unplanned: [] });
  });

  test('columns are made in the order of the migrations', async () => {
    scene = await setScene(major, 'create table t (z int, a int, m int)', '');
    await scene.apply();
    expect(
      await scene.actual.sql(`select attname from pg_attribute where attrelid = 't'::regclass and attnum > 0`),
    ).toEqual(['z', 'a', 'm'].map((attname) => ({ attname })));
  });

  test('added columns and indexes keep the rows and rewrite nothing', async () => {
    const before = `create table "UserProject" (id int primary key, "userId" int); insert into "UserProject" values (1, 7), (2, 8);`;
    scene = await setScene(
      major,
      `${before}
      alter table "UserProject"
        add column status varchar(20) not null default 'pending',
        add column "creditsUsed" integer default 0,
        add column "errorMessage" text,
        add column "updatedAt" timestamp not null default now();
      create index "UserProject_status_idx" on "UserProject" (status);
      create index "UserProject_userId_status_idx" on "UserProject" ("userId", status);`,
      before,
    );
    const fileOf = `select pg_relation_filenode('"UserProject"') as file`;
    const file = await scene.actual.sql(fileOf);
    const report = await scene.apply();
    expect(report.results.map(({ outcome }) => outcome)).toEqual(Array(6).fill('applied'));
    expect(await scene.actual.sql(fileOf)).toEqual(file);
    expect(await scene.actual.sql('select id, "userId", status, "creditsUsed" from "UserProject" order by id')).toEqual(
      [
        { id: 1, userId: 7, status: 'pending', creditsUsed: 0 },
        { id: 2, userId: 8, status: 'pending', creditsUsed: 0 },
      ],
    );
    expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
  });

  test('a new label can be used by a column of the same plan', async () => {
    scene = await setScene(
      major,
      `create type mood as enum ('first', 'sad', 'new', 'ok'); create table t (id int, m mood default 'new')`,
      `create type mood as enum ('sad', 'ok'); create table t (id int); insert into t values (1)`,
    );
    expect(outcomes(await scene.apply())).toEqual([
      "applied: ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'first' BEFORE 'sad'",
      "applied: ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'new' AFTER 'sad'",
      "applied: ALTER TABLE public.t ADD COLUMN IF NOT EXISTS m public.mood DEFAULT 'new'::public.mood",
    ]);
    expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
  });

  test('an index on a partitioned table is built partition by partition and valid in the end', async () => {
    const tables = `
      create table p (id int, k text) partition by range (id);
      create table p1 partition of p for values from (0) to (10);
      create table p2 partition of p for values from (10) to (20) partition by list (k);
      create table p2a partition of p2 for values in ('a');
      insert into p values (1, 'x'), (11, 'a');`;
    scene = await setScene(major, `${tables} create index ix on p (k)`, tables);
    const report = await scene.apply();
    expect(report.results.map(({ outcome }) => outcome)).toEqual(Array(7).fill('applied'));
    expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
    expect(await scene.actual.sql(`select indisvalid from pg_index where indexrelid = 'ix'::regclass`)).toEqual([
      { indisvalid: true },
    ]);
  });

  test('keys of a partitioned table are added partition by partition, where a first attempt has left them', async () => {
    const tables = `
      create table r (id int primary key);
      create table p (id int not null, k int) partition by range (id);
      create table p1 partition of p for values from (0) to (10);
      create table p2 partition of p for values from (10) to (20) partition by range (id);
      create table p2a partition of p2 for values from (10) to (20);`;
    const late = 'create table late partition of p for values from (20) to (30); insert into p values (1, 7), (21, 7);';
    const keys = 'alter table p add unique (id), add foreign key (k) references r;';
    scene = await setScene(major, tables + keys, tables + late);
    const allow = ['ADD_CONSTRAINT_NOT_VALID', 'VALIDATE_CONSTRAINT', 'MAY_FAIL_ON_DATA'] as const;
    const first = await scene.apply({ allow });
    expect(first.results.filter(({ outcome }) => outcome === 'failed')).not.toEqual([]);
    expect(scene.drifts((await scene.look()).snapshot)).not.toEqual([]);
    await scene.actual.sql('insert into r values (7)');
    const second = await scene.apply({ allow });
    expect(second.results.filter(({ outcome }) => !['applied', 'refused'].includes(outcome))).toEqual([]);
    const { snapshot } = await scene.look();
    expect(scene.drifts(snapshot).filter(({ id }) => !id.includes('late'))).toEqual([]);
    const keysOf = `select count(*)::int as inherited from pg_constraint
      where conrelid in ('p1'::regclass, 'p2a'::regclass, 'late'::regclass) and conparentid <> 0 and convalidated`;
    expect(await scene.actual.sql(keysOf)).toEqual([{ inherited: 6 }]);
    await expect(scene.actual.sql('insert into p values (21, 7)')).rejects.toMatchObject({ code: '23505' });
  });

  test("what a row withstands stands in nobody else's way, and is taken up once the row is corrected", async () => {
    const parent = 'create table p (id int) partition by range (id);';
    scene = await setScene(
      major,
      `create table t (a int not null); create table n (id int); ${parent} create table p1 partition of p for values from (0) to (10);`,
      `create table t (a int); insert into t values (null); ${parent} create table p1 (id int); insert into p1 values (99)`,
    );
    const allow = [
      ...['SET_NOT_NULL', 'ADD_CONSTRAINT_NOT_VALID', 'VALIDATE_CONSTRAINT', 'MAY_FAIL_ON_DATA'],
      'REPLACE_DEFINITION',
    ] as readonly HazardCode[];
    const first = await scene.apply({ allow });
    // Without its proof the table would be read under the strongest lock.
    const attached = first.results.find(({ statement }) => statement.sql.includes(' ATTACH '));
    expect(attached).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/^needs .*, which was not made$/u),
    });
    await scene.actual.sql('drop table n; update t set a = 1');
    const second = await scene.apply({ allow });
    expect(second.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'rolledBack')).toEqual([]);
    const { snapshot } = await scene.look();
    expect(snapshot.objects).toHaveProperty('table:public.n');
    expect(Object.keys(snapshot.objects).filter((id) => id.includes('driftline_not_null'))).toEqual([]);
    expect(snapshot.objects['column:public.t.a']).toMatchObject({ isNullable: false });
  });

  test('an INVALID index is rebuilt in place', async () => {
    const table = 'create table t (id int); insert into t values (1), (2);';
    scene = await setScene(major, `${table} create index ix on t (id)`, `${table} create index ix on t (id)`);
    await scene.actual.sql(`update pg_index set indisvalid = false where indexrelid = 'ix'::regclass`);
    expect(outcomes(await scene.apply())).toEqual(['applied: REINDEX INDEX CONCURRENTLY public.ix']);
    expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
  });

  test('what has a hazard is held back with its reason while the rest is done', async () => {
    scene = await setScene(
      major,
      'create table t (id int, a text not null, b uuid default gen_random_uuid(), c int); create unique index u on t (id);',
      'create table t (id int); insert into t values (1), (1)',
    );
    const report = await scene.apply();
    expect(outcomes(report)).toEqual([
      'applied: ALTER TABLE public.t ADD COLUMN IF NOT EXISTS a text',
      'refused: ALTER TABLE public.t ALTER COLUMN a SET NOT NULL',
      'refused: ALTER TABLE public.t ADD COLUMN IF NOT EXISTS b uuid DEFAULT gen_random_uuid()',
      'applied: ALTER TABLE public.t ADD COLUMN IF NOT EXISTS c integer',
      'refused: CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON public.t USING btree (id)',
    ]);
    expect(report.results[2]?.reason).toContain('TABLE_REWRITE: the default differs from row to row');
    expect(await scene.actual.sql('select count(*)::int as rows from t')).toEqual([{ rows: 2 }]);
  });

  test('a unique index that fails on duplicates leaves nothing behind', async () => {
    scene = await setScene(
      major,
      'create table t (id int); create unique index u on t (id);',
      'create table t (id int); insert into t values (1), (1)',
    );
    const report = await scene.apply({ allow: ['MAY_FAIL_ON_DATA'] });
    expect(report.results).toMatchObject([
      { outcome: 'failed', reason: expect.stringContaining('what it left half-made was removed') },
    ]);
    expect(await scene.actual.sql(`select indexrelid from pg_index where indrelid = 't'::regclass`)).toEqual([]);
  });

  test('allowed by name, constraints are added and validated, and a key takes over its index', async () => {
    const tables = 'create table a (id int not null, n int); create table b (a_id int); insert into a values (1, 1);';
    scene = await setScene(
      major,
      `${tables}
      alter table a add primary key (id);
      alter table a add constraint n_unique unique (n) deferrable initially deferred;
      alter table a add constraint n_positive check (n > 0);
      alter table a alter n set not null;
      alter table b add foreign key (a_id) references a (id);`,
      tables,
    );
    const report = await scene.apply({
      allow: ['ADD_CONSTRAINT_NOT_VALID', 'VALIDATE_CONSTRAINT', 'MAY_FAIL_ON_DATA', 'SET_NOT_NULL'],
    });
    expect(report.results.filter(({ outcome }) => outcome !== 'applied')).toEqual([]);
    expect(scene.drifts((await scene.look()).snapshot)).toEqual([]);
  });
});
