import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ValueCheck } from '../../lib/values/value-check.ts';
import { checkOf, observe, seenOf, straysOf } from '../acceptance/postgres/values/observe.ts';
import { createDatabase, majors, type TestDatabase } from '../support/databases.ts';
import { lawRuns } from './law-runs.ts';

/** Values of each type that lie close together, so that accepted ones, stray ones and equal ones meet. */
const types = {
  text: ['', ' ', 'a', 'A', 'a ', 'ab', 'b', 'é', 'é', '\n', "'", '\\', '{', 'NULL'],
  'character varying(4)': ['', 'a', 'A', 'a ', 'ab', 'b', 'é', 'zz'],
  'character(3)': ['a', 'A', 'ab', 'b', 'é', '-'],
  citext: ['a', 'A', 'ab', 'AB', 'b', 'É', 'é'],
  'text collate anycase': ['a', 'A', 'ab', 'AB', 'b', 'ä', 'Ä'],
  'text collate "en-x-icu"': ['a', 'A', '_', '-', 'b', 'ä', 'Ä', 'z'],
  integer: ['-1', '0', '1', '2', '10'],
  numeric: ['-1', '0', '1.0', '1', '1.00', '2.5'],
  boolean: ['true', 'false'],
  mood: ['sad', 'ok', 'happy'],
  date: ['2024-02-29', '2024-03-01', 'infinity'],
} as const;

const table = fc.constantFrom(...(Object.keys(types) as (keyof typeof types)[])).chain((type) =>
  fc.record({
    type: fc.constant(type),
    rows: fc.array(fc.option(fc.constantFrom(...types[type]), { freq: 8 }), { maxLength: 40 }),
    accept: fc.uniqueArray(fc.constantFrom(...types[type]), { minLength: 1, maxLength: 4 }),
    nulls: fc.constantFrom('allow' as const, 'deny' as const),
    index: fc.constantFrom('(s)', '(s desc)', '(s nulls first, id)', '(s desc nulls last)'),
    where: fc.constantFrom(undefined, 'id % 2 = 0', 's is not null', 'false'),
  }),
);

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(
      major,
      `create extension citext;
      create type mood as enum ('ok', 'happy', 'sad');
      create collation anycase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    );
  });
  afterAll(() => database.drop());

  test('an index, an aggregate and a rolling scan find what the plain query finds, in any table', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ type, rows, accept, nulls, index, where }) => {
        await database.sql(`drop table if exists t; create table t (id serial, s ${type})`);
        await database.sql(`insert into t (s) select v::${bare(type)} from unnest($1::text[]) v`, [rows]);
        const plain = await plainQuery(type, accept, nulls, where);
        const check = checkOf('t.s', accept, { nulls, ...(where === undefined ? {} : { where }) });
        expect(await found(type, check, 'aggregate')).toEqual(plain);
        expect(await found(type, check, 'rolling')).toEqual(plain);
        await database.sql(`create index on t ${index}`);
        expect(await found(type, check, 'index')).toEqual(plain);
      }),
      lawRuns(40),
    );
  });

  /** How everybody would ask: rows outside the accepted values, by value. */
  async function plainQuery(type: string, accept: readonly string[], nulls: string, where = 'true') {
    const rows = await database.sql(
      `select min(s::text) as value, count(*)::int as rows
      from t
      where (s <> all ($1::${bare(type)}[]) or (s is null and $2)) and (${where})
      group by s`,
      [accept, nulls === 'deny'],
    );
    return rows.map(({ value, rows }) => [fold(value, type), rows]).sort(byText);
  }

  async function found(type: string, check: ValueCheck, method: 'index' | 'aggregate' | 'rolling') {
    const observed = await observe(database.url, check, method === 'rolling' ? rolling : {});
    // An enum of which every label is accepted is proved before any method is chosen.
    expect([method, 'constraint']).toContain(seenOf(observed).method);
    expect(seenOf(observed)).toMatchObject({ coverage: 1, straysAreAtLeast: false });
    const strays = straysOf(observed) as [string | null, number][];
    return strays.map(([value, rows]) => [fold(value, type), rows]).sort(byText);
  }
});

/** A rolling scan is asked for by handing it a memory, even an empty one. */
const rolling = { memory: { pagesPerMs: 8, parts: {} } };

/** Of equal texts that differ, any may stand for all. */
function fold(value: unknown, type: string): string {
  if (value === null) return 'NULL value';
  if (type.includes('citext') || type.includes('anycase')) return String(value).toLowerCase();
  return type === 'numeric' ? String(Number(value)) : String(value);
}

function bare(type: string): string {
  return type.replace(/\(\d+\)| collate .*/gu, '').replace(/^character$/u, 'bpchar');
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
