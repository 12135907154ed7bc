import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindOf } from '../../../../lib/catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import type { Drift } from '../../../../lib/diff/drift.ts';
import { rules } from '../../../../lib/engines/postgres/rules/all-rules.ts';
import { unmendable } from '../../../../lib/engines/postgres/rules/unmendable.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import type { Case } from './every-drift/case.ts';
import { everyDrift } from './every-drift/every-drift.ts';
import { check, promise, read, run, tell } from './scene.ts';

interface Placed extends Case {
  readonly schema: string;
  /** `table partitionOf`. */
  readonly word: string;
}

const placed: readonly Placed[] = Object.entries(everyDrift)
  .flatMap(([kind, cases]) =>
    Object.entries(cases).flatMap(([attribute, told]) =>
      ('none' in told ? [] : [told].flat()).map((each: Case) => ({ ...each, word: `${kind} ${attribute}` })),
    ),
  )
  .map((each, n) => ({ ...each, schema: `c${n}` }));

function write({ schema }: Placed, n: number, sql: string): string {
  return `create schema ${schema}; set search_path = ${schema}; ${sql.replaceAll('{s}', schema).replaceAll('{n}', `_${n}`)}`;
}

/** `table partitionOf`, `table missing`: what a drift is of. */
function wordOf({ kind, id, attribute }: Drift): string {
  return `${kindOf(id)} ${attribute ?? kind}`;
}

function isSaidUnmendable(word: string): boolean {
  return word in unmendable || `${word.split(' ')[0]} *` in unmendable;
}

test('every kind of object that rules mend has its cases', () => {
  const kinds = rules.map(({ kind }) => kind).filter((kind) => kind !== 'default-privilege');
  expect(Object.keys(everyDrift).toSorted()).toEqual(kinds.toSorted());
});

describe.for(majors)('PostgreSQL %i', { timeout: 120_000 }, (major) => {
  let database: TestDatabase;
  let expected: CatalogSnapshot;
  const cases = placed.map((each, n) => ({ each, n })).filter(({ each }) => (each.since ?? 0) <= major);

  beforeAll(async () => {
    database = await createDatabase(major);
    await database.sql(`${cases.map(({ each, n }) => write(each, n, each.actual)).join(';\n')}; reset search_path`);
    expected = await promise([cases.map(({ each, n }) => write(each, n, each.expected)).join(';\n')]);
  });

  afterAll(() => database.drop());

  test('the whole plan mends every drift that a comparison can tell, or says which it leaves and why', async () => {
    const before = await check(expected, await read(database));
    const seen = new Set(before.drifts.map(wordOf));
    const wanted = new Set(cases.map(({ each }) => each.word));
    expect([...wanted].filter((word) => !seen.has(word))).toEqual([]);
    await run(database, before.plan.statements);
    const after = await check(expected, await read(database));
    expect(tell(after.drifts.filter((drift) => !isSaidUnmendable(wordOf(drift))))).toEqual([]);
    const told = new Set(before.plan.unplanned.map(({ id }) => id));
    expect(tell(after.drifts.filter(({ id }) => !told.has(id)))).toEqual([]);
  });
});
