import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScanMemory } from '../../../../lib/values/scan-memory.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, seenOf, straysOf } from './observe.ts';

const rolling = { memory: { pagesPerMs: 8, parts: {} } satisfies ScanMemory };

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(
      major,
      `
      create type mood as enum ('sad', 'ok', 'happy', 'never');
      create table t (moods mood[] not null, tags text[]);
      insert into t
      select
        case i when 777 then '{ok,happy,happy}' when 778 then '{{sad,happy},{ok,ok}}' else '{sad,ok}' end::mood[],
        case i when 777 then '{a,x,x}' when 778 then null when 779 then '{a,null}' when 780 then '{}' else '{a,b}' end::text[]
      from generate_series(1, 2000) i`,
    );
  });
  afterAll(() => database.drop());

  test.for([
    ['an aggregate', {}],
    ['a rolling scan', rolling],
  ] as const)('elements of arrays are looked at one by one, each row once, by %s', async ([, options]) => {
    const moods = await observe(database.url, checkOf('t.moods', ['sad', 'ok']), options);
    expect(straysOf(moods)).toEqual([['happy', 2]]);
    expect(moods.judged.finding.suggestion).toContain("array_replace(moods, 'happy', ");
    const tags = (more: object) => observe(database.url, checkOf('t.tags', ['a', 'b'], more), options);
    expect(straysOf(await tags({ nulls: 'allow' }))).toEqual([['x', 1]]);
    expect(straysOf(await tags({ nulls: 'deny' }))).toEqual([
      ['x', 1],
      [null, 1],
    ]);
    expect(straysOf(await tags({ nulls: 'allow', nullElements: 'deny' }))).toEqual([
      ['x', 1],
      [null, 1],
    ]);
    expect(straysOf(await tags({ nulls: 'deny', nullElements: 'deny' }))).toEqual([
      ['x', 1],
      [null, 2],
    ]);
  });

  test('an enum proves the elements of an array', async () => {
    const observed = await observe(database.url, checkOf('t.moods', ['sad', 'ok', 'happy', 'never']));
    expect(seenOf(observed)).toMatchObject({ method: 'constraint', strays: [] });
    expect(observed.statements).toEqual([]);
  });

  test('a GIN index finds the labels of an enum that are not accepted', async () => {
    await database.sql('create index on t using gin (moods)');
    expect(seenOf(await observe(database.url, checkOf('t.moods', ['sad', 'ok'])))).toMatchObject({
      method: 'index',
      index: 'index:public.t_moods_idx',
      strays: [{ value: 'happy', rows: 2, rowsAreAtLeast: false }],
    });
    expect(seenOf(await observe(database.url, checkOf('t.moods', ['sad', 'ok', 'happy'])))).toMatchObject({
      method: 'index',
      strays: [],
    });
  });

  test('a GIN index over texts is no proof: nobody knows which values to look for', async () => {
    await database.sql('create index on t using gin (tags)');
    expect(seenOf(await observe(database.url, checkOf('t.tags', ['a', 'b'], { nulls: 'allow' })))).toMatchObject({
      method: 'aggregate',
      strays: [{ value: 'x' }],
    });
  });
});
