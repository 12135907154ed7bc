import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../../lib/catalog/snapshot.ts';
import { introspect } from '../../../../lib/engines/postgres/introspect/introspect.ts';
import { deriveValues } from '../../../../lib/engines/postgres/values/constraint/derive-values.ts';
import type { DerivedValues } from '../../../../lib/values/value-check.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, openClient, seenOf } from './observe.ts';

const promised = `
  create type mood as enum ('sad', 'ok');
  create domain tier as text check (value in ('free', 'pro'));
  create table t (
    id int check (id > 0),
    mood mood,
    moods mood[],
    tier tier,
    status varchar(20) check (status in ('new', 'paid')),
    later text,
    free text
  );
  alter table t add constraint later_check check (later in ('x')) not valid;
  create table events (s text check (s in ('a', 'b'))) partition by list (s);
  create table events_a partition of events for values in ('a')`;

/** The same columns, where the types have become texts and the constraints are gone. */
const lost = `
  create table t (id int, mood text, moods text[], tier text, status varchar(20), later text, free text);
  insert into t values (1, 'sad', '{ok}', 'free', 'new', 'x', 'anything');
  insert into t values (2, 'angry', '{ok,angry}', 'gold', 'Paid', 'y', 'anything')`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let actual: TestDatabase;
  let derived: readonly DerivedValues[];
  let expected: CatalogSnapshot;
  beforeAll(async () => {
    const database = await createDatabase(major, promised);
    const client = await openClient(database.url);
    try {
      expected = (await introspect(client)).snapshot;
      derived = await deriveValues(expected);
    } finally {
      await client.end();
      await database.drop();
    }
    actual = await createDatabase(major, lost);
  });
  afterAll(() => actual.drop());

  test('enum types, domains and validated CHECKs of an expectation say what columns may hold', () => {
    expect(derived).toEqual([
      { column: 'column:public.events.s', accept: ['a', 'b'], derivedFrom: 'constraint:public.events.events_s_check' },
      { column: 'column:public.t.mood', accept: ['sad', 'ok'], derivedFrom: 'enum:public.mood' },
      { column: 'column:public.t.moods', accept: ['sad', 'ok'], derivedFrom: 'enum:public.mood' },
      { column: 'column:public.t.status', accept: ['new', 'paid'], derivedFrom: 'constraint:public.t.t_status_check' },
      { column: 'column:public.t.tier', accept: ['free', 'pro'], derivedFrom: 'constraint:public.tier.tier_check' },
    ]);
  });

  test.for([
    ['t.mood', 'angry'],
    ['t.moods', 'angry'],
    ['t.tier', 'gold'],
    ['t.status', 'Paid'],
  ] as const)('column %s is held to them where the database has lost the constraint', async ([column, stray]) => {
    const values = derived.find((found) => found.column === `column:public.${column}`);
    if (values === undefined) throw new Error(`nothing derived for ${column}`);
    const observed = await observe(actual.url, { ...checkOf(column, []), ...values });
    expect(seenOf(observed).strays).toMatchObject([{ value: stray, rows: 1 }]);
    expect(observed.judged.finding).toMatchObject({ outcome: 'stray', derivedFrom: values.derivedFrom });
  });
});
