import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScanMemory } from '../../../../lib/values/scan-memory.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, openClient, seenOf, straysOf } from './observe.ts';

/** Texts that break what handles texts carelessly. */
const hostile = [
  `o'clock`,
  `"quoted"`,
  `'; drop table t; --`,
  'two\nlines',
  'back\\slash',
  '{a,b}',
  '$1',
  'NULL',
  '',
  ' ',
  'a ',
  ' a',
  'A',
  '\ttab',
  '\u0001\u0002',
  '\u202Eevil',
  '\uFEFFa',
  '\uFFFE\uFFFF',
  'e\u0301',
  '\u00e9',
  '👩‍👩‍👧‍👦',
  '\u{10FFFF}',
  '%_\\%',
];

/** A rolling scan is asked for by handing it a memory, even an empty one. */
const rolling = { memory: { pagesPerMs: 8, parts: {} } satisfies ScanMemory };

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major, 'create table indexed (v text); create table plain (v text)');
    const values = [...hostile, null, ...Array.from({ length: 100 }, () => 'a')];
    await database.sql('insert into plain select unnest($1::text[])', [values]);
    await database.sql('insert into indexed select v from plain');
    await database.sql('create index on indexed (v)');
  });
  afterAll(() => database.drop());

  const all = [...hostile, null].map((value) => [value, 1]);
  const inOrder = (strays: unknown) => (strays as [string | null, number][]).map(([value]) => value).sort();

  test.for([
    ['an index', 'indexed', {}],
    ['an aggregate', 'plain', {}],
    ['a rolling scan', 'plain', rolling],
  ] as const)('hostile values are told as they are, by %s', async ([, table, options]) => {
    // Two rounds, since no more than twenty values are listed.
    const listed = new Set<string | null>();
    for (const accept of [hostile.slice(0, 12), hostile.slice(12)]) {
      const observed = await observe(database.url, checkOf(`${table}.v`, ['a', ...accept], { nulls: 'deny' }), options);
      for (const value of inOrder(straysOf(observed))) listed.add(value);
    }
    expect([...listed].sort()).toEqual(all.map(([value]) => value).sort());
  });

  test.for([
    ['an index', 'indexed'],
    ['an aggregate', 'plain'],
  ] as const)('hostile values are accepted when they are listed, by %s', async ([, table]) => {
    const observed = await observe(database.url, checkOf(`${table}.v`, ['a', ...hostile], { nulls: 'allow' }));
    expect(straysOf(observed)).toEqual([]);
  });

  test('the suggestion for hostile values is comments and nothing else, and the table still stands', async () => {
    const { judged } = await observe(database.url, checkOf('plain.v', ['a']));
    const { suggestion = '' } = judged.finding;
    expect(suggestion.split(/[\n\r]/).every((line) => line.startsWith('--'))).toBe(true);
    await database.sql(suggestion);
    expect(await database.sql('select count(*)::int as n from plain')).toEqual([{ n: 124 }]);
  });

  test('an UPDATE that a person takes out of its comment changes just the rows that it names', async () => {
    await database.sql('create table fixable (v text); insert into fixable select v from plain');
    const { judged } = await observe(
      database.url,
      checkOf('fixable.v', ['e-mail', 'clock', 'drop table', ...hostile.slice(6)]),
    );
    const lines = (judged.finding.suggestion ?? '').split('\n').filter((line) => line.includes('two'));
    expect(lines).toHaveLength(1);
    await database.sql((lines[0] ?? '').replace(/^-- /, '').replace('<an accepted value>', `'mended'`));
    expect(await database.sql("select count(*)::int as n from fixable where v = 'mended'")).toEqual([{ n: 1 }]);
  });

  test('a text of a megabyte is told by its beginning and its length', async () => {
    await database.sql(`
      create table huge (v text);
      insert into huge select 'a' from generate_series(1, 10);
      insert into huge select repeat('é', 1000000) || i % 2 from generate_series(1, 4) i;
      insert into huge select string_agg(md5(i::text), '') from generate_series(1, 32768) i`);
    const { strays } = seenOf(await observe(database.url, checkOf('huge.v', ['a'])));
    expect(strays.map(({ length, rows }) => [length, rows])).toEqual([
      [1_000_001, 2],
      [1_000_001, 2],
      [1_048_576, 1],
    ]);
    expect(strays.every(({ value }) => value?.length === 200)).toBe(true);
  });

  test('a rolling scan remembers only the beginning of a text', async () => {
    const { strays, memory } = seenOf(await observe(database.url, checkOf('huge.v', ['a']), rolling));
    expect(strays).toMatchObject([
      { length: 1_000_001, rows: 4 },
      { length: 1_048_576, rows: 1 },
    ]);
    expect(JSON.stringify(memory).length).toBeLessThan(1_000);
  });

  test('names of tables and columns are as hostile as values', async () => {
    await database.sql('create schema "od.d"');
    await database.sql(`create table "od.d"."ta""ble; --" ("co'l""umn" text)`);
    await database.sql(`insert into "od.d"."ta""ble; --" values ('stray'), ('a')`);
    const check = { ...checkOf('x', ['a']), column: `column:"od.d"."ta""ble; --"."co'l""umn"` };
    const observed = await observe(database.url, check);
    expect(straysOf(observed)).toEqual([['stray', 1]]);
    await database.sql(`create index on "od.d"."ta""ble; --" ("co'l""umn")`);
    expect(seenOf(await observe(database.url, check))).toMatchObject({ method: 'index', strays: [{ value: 'stray' }] });
  });

  describe('collations', () => {
    beforeAll(async () => {
      await database.sql(`
        create collation anycase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
        create table sorted (c text collate "C", icu text collate "en-x-icu", loose text collate anycase);
        insert into sorted select v, v, v
        from unnest(array['b', 'B', 'ä', 'Ä', 'a', '_', '-', 'aa', 'Z']) v cross join generate_series(1, 50);
        create index on sorted (c);
        create index on sorted (icu);
        create index on sorted (loose)`);
    });

    test.for([
      ['c', ['a', 'Z', '_'], ['-', 'B', 'aa', 'b', 'Ä', 'ä']],
      ['icu', ['a', 'Z', '_'], ['-', 'B', 'aa', 'b', 'Ä', 'ä']],
    ] as const)('a walk in the order of the collation of column %s misses nothing', async ([
      column,
      accept,
      strays,
    ]) => {
      const observed = await observe(database.url, checkOf(`sorted.${column}`, accept));
      expect(seenOf(observed).method).toBe('index');
      expect(straysOf(observed)).toEqual(strays.map((value) => [value, 50]));
    });

    test('a nondeterministic collation accepts what it calls equal, by every method', async () => {
      for (const [index, options] of [
        ['with', {}],
        ['without', {}],
        ['without', rolling],
      ] as const) {
        if (index === 'without') await database.sql('drop index if exists sorted_loose_idx');
        const observed = await observe(database.url, checkOf('sorted.loose', ['A', 'z', 'Ä', '_', '-']), options);
        // Whichever of two equal texts comes first stands for both.
        const found = (straysOf(observed) as [string, number][]).map(
          ([value, rows]) => `${value.toLowerCase()} ${rows}`,
        );
        expect(found.sort()).toEqual(['aa 50', 'b 100']);
      }
    });
  });

  test('bytes that are no UTF-8 are told in a database without an encoding', async () => {
    const name = `${database.name}_ascii`;
    await database.sql(`create database ${name} template template0 encoding 'SQL_ASCII' locale 'C'`);
    const url = database.url.replace(database.name, name);
    const client = await openClient(url);
    try {
      await client.query('create table t (v text)');
      await client.query(`insert into t values (E'caf\\xe9'), ('a')`);
      const { observation } = await observe(url, checkOf('t.v', ['a']));
      expect(observation).toMatchObject({ kind: 'seen', strays: [{ value: 'caf\uFFFD', rows: 1 }] });
    } finally {
      await client.end();
      await database.sql(`drop database ${name}`);
    }
  });

  test('an accepted value that the encoding lacks is told as one that cannot be written', async () => {
    const name = `${database.name}_latin`;
    await database.sql(`create database ${name} template template0 encoding 'LATIN1' locale 'C'`);
    const url = database.url.replace(database.name, name);
    const client = await openClient(url);
    try {
      await client.query(`create table t (v text); insert into t values ('é'), ('stray')`);
      const { observation, judged } = await observe(url, checkOf('t.v', ['é', 'ł']));
      expect(observation).toMatchObject({ kind: 'seen', strays: [{ value: 'stray', rows: 1 }] });
      expect(judged.drifts).toMatchObject([
        { attribute: 'values' },
        { attribute: 'allowedValues', severity: 'critical' },
      ]);
    } finally {
      await client.end();
      await database.sql(`drop database ${name}`);
    }
  });
});
