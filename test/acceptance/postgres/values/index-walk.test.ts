import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, seenOf, straysOf } from './observe.ts';

/** Enough rows that a plan by index is no matter of luck; one stray value of each sort. */
const schema = `
  create extension citext;
  create type mood as enum ('sad', 'ok', 'happy');
  create domain word as text;
  create table t as
  select
    i as id,
    case i when 777 then 'stray' else (array['a', 'b'])[1 + i % 2] end as texts,
    (case i when 777 then 'stray' else (array['a', 'b'])[1 + i % 2] end)::varchar(10) as short,
    (case i when 777 then 'STRAY' else (array['A', 'b'])[1 + i % 2] end)::citext as loose,
    (case i when 777 then 'x' else (array['a', 'b'])[1 + i % 2] end)::char(4) as fixed,
    case i when 777 then 9 else i % 2 end as number,
    (case i when 777 then 9 else i % 2 end)::smallint as small,
    (case i when 777 then 9.5 else i % 2 end)::numeric(5, 2) as amount,
    i = 777 as yes,
    (case i when 777 then 'happy' else (array['sad', 'ok'])[1 + i % 2] end)::mood as mood,
    (case i when 777 then 'stray' else (array['a', 'b'])[1 + i % 2] end)::word as word,
    (case i when 777 then '2024-02-29' else '2024-01-01' end)::date as day
  from generate_series(1, 20000) i;
  analyze t`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major, schema);
  });
  afterAll(() => database.drop());

  /** Looks at a column while it has this index and no other. */
  async function lookWith(index: string, column: string, accept: readonly string[], more = {}) {
    await database.sql(`create index ix on t ${index}`);
    try {
      return await observe(database.url, checkOf(`t.${column}`, accept, more));
    } finally {
      await database.sql('drop index ix');
    }
  }

  test.for([
    ['text', '(texts)', 'texts', ['a', 'b'], 'stray'],
    ['varchar', '(short)', 'short', ['a', 'b'], 'stray'],
    ['citext', '(loose)', 'loose', ['a', 'B'], 'STRAY'],
    ['char(n)', '(fixed)', 'fixed', ['a', 'b   '], 'x'],
    ['integer', '(number)', 'number', ['0', '1'], '9'],
    ['smallint', '(small)', 'small', ['0', '1'], '9'],
    ['numeric', '(amount)', 'amount', ['0', '1.0'], '9.50'],
    ['boolean', '(yes)', 'yes', ['false'], 'true'],
    ['an enum', '(mood)', 'mood', ['sad', 'ok'], 'happy'],
    ['a domain', '(word)', 'word', ['a', 'b'], 'stray'],
    ['date', '(day)', 'day', ['2024-01-01'], '2024-02-29'],
    ['text, by an index of several columns', '(texts, number, id)', 'texts', ['a', 'b'], 'stray'],
    ['text, by a descending index', '(texts desc)', 'texts', ['a', 'b'], 'stray'],
    ['text, by an index with NULLs first', '(texts nulls first)', 'texts', ['a', 'b'], 'stray'],
    ['text, by a descending index with NULLs last', '(texts desc nulls last)', 'texts', ['a', 'b'], 'stray'],
    ['text, by an index with included columns', '(texts) include (id)', 'texts', ['a', 'b'], 'stray'],
    ['text, by text_pattern_ops', '(texts text_pattern_ops)', 'texts', ['a', 'b'], 'stray'],
    ['varchar, by varchar_pattern_ops', '(short varchar_pattern_ops)', 'short', ['a', 'b'], 'stray'],
    ['char(n), by bpchar_pattern_ops', '(fixed bpchar_pattern_ops)', 'fixed', ['a', 'b'], 'x'],
  ] as const)('a walk finds the stray value of %s', async ([, index, column, accept, stray]) => {
    expect(seenOf(await lookWith(index, column, accept))).toMatchObject({
      method: 'index',
      index: 'index:public.ix',
      coverage: 1,
      strays: [{ value: stray, rows: 1, rowsAreAtLeast: false }],
    });
  });

  test.for([
    ['a partial index', "(texts) where texts in ('a', 'b')"],
    ['an index on an expression', '(lower(texts))'],
    ['an index in another collation', '(texts collate "C")'],
    ['an index in which the column comes second', '(number, texts)'],
    ['a hash index', 'using hash (texts)'],
    ['a BRIN index', 'using brin (texts)'],
  ] as const)('%s is no proof, and the rows are read', async ([, index]) => {
    expect(seenOf(await lookWith(index, 'texts', ['a', 'b']))).toMatchObject({
      method: 'aggregate',
      strays: [{ value: 'stray', rows: 1 }],
    });
  });

  test('an INVALID index is no proof', async () => {
    await database.sql('create table broken as select texts from t');
    await expect(database.sql('create unique index concurrently ix_broken on broken (texts)')).rejects.toThrow();
    expect(seenOf(await observe(database.url, checkOf('broken.texts', ['a', 'b'])))).toMatchObject({
      method: 'aggregate',
      strays: [{ value: 'stray', rows: 1 }],
    });
  });

  test('an index whose collation has changed its version since is no proof', async () => {
    await database.sql(`create table sorted (s text collate "en-x-icu"); create index on sorted (s)`);
    await database.sql(`insert into sorted select 'a' from generate_series(1, 1000)`);
    const look = () => observe(database.url, checkOf('sorted.s', ['a']));
    expect(seenOf(await look()).method).toBe('index');
    await database.sql(`update pg_collation set collversion = '1' where collname = 'en-x-icu'`);
    expect(seenOf(await look()).method).toBe('aggregate');
  });

  test('a valid index is found among others that prove nothing', async () => {
    await database.sql(`create index ix_partial on t (texts) where id < 5; create index ix_good on t (texts, id)`);
    expect(seenOf(await observe(database.url, checkOf('t.texts', ['a', 'b'])))).toMatchObject({
      method: 'index',
      index: 'index:public.ix_good',
    });
    await database.sql('drop index ix_partial, ix_good');
  });

  test('an index that the planner would not go by is not used, and the rows are read', async () => {
    await database.sql(`alter role postgres in database ${database.name} set enable_indexonlyscan = off`);
    await database.sql(`alter role postgres in database ${database.name} set enable_indexscan = off`);
    try {
      const observed = await lookWith('(texts)', 'texts', ['a', 'b']);
      expect(seenOf(observed)).toMatchObject({ method: 'aggregate', strays: [{ value: 'stray', rows: 1 }] });
      expect(observed.statements.filter((sql) => sql.includes('with recursive walk'))).toHaveLength(1);
    } finally {
      await database.sql(`alter role postgres in database ${database.name} reset all`);
    }
  });

  test('statistics that are long out of date change nothing', async () => {
    await database.sql(`
      create table grown (s text not null);
      create index on grown (s);
      insert into grown values ('a');
      analyze grown;
      insert into grown select case i when 999 then 'stray' else 'a' end from generate_series(1, 50000) i`);
    expect(seenOf(await observe(database.url, checkOf('grown.s', ['a'])))).toMatchObject({
      method: 'index',
      strays: [{ value: 'stray', rows: 1 }],
    });
  });

  test('NULL is found by the same index where it is denied', async () => {
    await database.sql(`
      create table holes (s text);
      create index on holes (s);
      insert into holes select case when i % 100 = 0 then null else 'a' end from generate_series(1, 1000) i`);
    const denied = await observe(database.url, checkOf('holes.s', ['a'], { nulls: 'deny' }));
    expect(seenOf(denied).method).toBe('index');
    expect(straysOf(denied)).toEqual([[null, 10]]);
    expect(straysOf(await observe(database.url, checkOf('holes.s', ['a'], { nulls: 'allow' })))).toEqual([]);
    await database.sql("alter table holes add check (s in ('a'))");
    const known = await observe(database.url, checkOf('holes.s', ['a'], { nulls: 'deny' }));
    expect(seenOf(known).method).toBe('index');
    expect(straysOf(known)).toEqual([[null, 10]]);
  });

  test('free text is not walked to its end', async () => {
    const observed = await lookWith('(id)', 'id', ['1', '2'], { maxDistinct: 50 });
    expect(observed.observation).toMatchObject({ kind: 'unseen', code: 'too-many-values' });
    expect(observed.judged).toMatchObject({ finding: { outcome: 'unknown' }, drifts: [] });
  });

  test('many stray values are listed up to a limit, and said so', async () => {
    const observed = await lookWith('(id)', 'id', ['1', '2'], { maxDistinct: 30_000 });
    expect(seenOf(observed)).toMatchObject({ method: 'index', straysAreAtLeast: true, strayRowsAreAtLeast: true });
    expect(seenOf(observed).strays).toHaveLength(20);
    expect(seenOf(observed).strayRows).toBe(19_998);
  });
});
