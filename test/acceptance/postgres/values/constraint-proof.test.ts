import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, createRole, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, seenOf } from './observe.ts';

const schema = `
  create type mood as enum ('sad', 'ok', 'happy');
  create domain tier as text check (value in ('free', 'pro'));
  create domain paid_tier as tier check (value <> 'free');
  create extension citext;
  create table kinds (code text primary key);
  insert into kinds values ('a'), ('b');
  create table t (
    id int primary key,
    mood mood,
    tier paid_tier,
    texts text check (texts in ('a', 'b')),
    short varchar(3) check (short in ('a', 'b')),
    one text check (one = 'a'),
    fixed char(3) check (fixed in ('a', 'b')),
    number smallint check (number in (1, 2)),
    amount numeric check (amount in (1, 2.50)),
    yes boolean check (yes = true),
    loose citext check (loose in ('A', 'b')),
    nullable text check (nullable is null or nullable in ('a', 'b')),
    narrowed text check (narrowed in ('a', 'b', 'c') and length(narrowed) = 1 and narrowed <> 'c'),
    ranged int check (ranged between 1 and 2),
    patterned text check (patterned ~ '^[ab]$'),
    tags text[] check (tags <@ array['a', 'b']),
    kind text references kinds (code),
    hostile text check (hostile in ('a''b', E'c\\nd', 'a'))
  )`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major, schema);
  });
  afterAll(() => database.drop());
  const look = (column: string, accept: readonly string[]) => observe(database.url, checkOf(`t.${column}`, accept));

  test.for([
    ['an enum type', 'mood', ['sad', 'ok', 'happy', 'more']],
    ['a domain over a domain', 'tier', ['free', 'pro']],
    ['a CHECK on a text', 'texts', ['b', 'a']],
    ['a CHECK on a varchar', 'short', ['a', 'b']],
    ['a CHECK of one value', 'one', ['a']],
    ['a CHECK on a char', 'fixed', ['a', 'b']],
    ['a CHECK on an integer', 'number', ['1', '2']],
    ['a CHECK on a numeric', 'amount', ['1', '2.50']],
    ['a CHECK on a boolean', 'yes', ['true']],
    ['a CHECK on a citext', 'loose', ['A', 'b']],
    ['a CHECK that lets NULL through', 'nullable', ['a', 'b']],
    ['a CHECK with more conditions', 'narrowed', ['a', 'b', 'c']],
    ['a CHECK on the elements of an array', 'tags', ['a', 'b']],
    ['a CHECK on hostile values', 'hostile', ["a'b", 'c\nd', 'a']],
  ] as const)('%s proves without a single query', async ([, column, accept]) => {
    const observed = await look(column, accept);
    expect(seenOf(observed)).toMatchObject({ method: 'constraint', coverage: 1, strays: [] });
    expect(observed.statements).toEqual([]);
  });

  test.for([
    ['numbers written in another way', 'amount', ['1.0', '2.5']],
    ['truth values written in another way', 'yes', ['t']],
    ['citext in other letters', 'loose', ['a', 'B']],
    ['a char without its padding', 'fixed', ['a  ', 'b']],
  ] as const)('%s are compared as the database compares', async ([, column, accept]) => {
    const observed = await look(column, accept);
    expect(seenOf(observed)).toMatchObject({ method: 'constraint', strays: [] });
    expect(observed.judged.drifts).toEqual([]);
  });

  test('the rows of a lookup table behind a foreign key prove, and more of them are read from no big table', async () => {
    expect(seenOf(await look('kind', ['a', 'b']))).toMatchObject({
      method: 'constraint',
      constraint: { by: ['constraint:public.t.t_kind_fkey'], rejects: [], permits: [] },
    });
    expect((await look('kind', ['a', 'b', 'c'])).judged.drifts).toMatchObject([
      { attribute: 'allowedValues', severity: 'critical', hint: expect.stringContaining("next insert of 'c' fails") },
    ]);
  });

  test('a foreign key whose triggers are switched off proves nothing', async () => {
    await database.sql('create table lax (kind text references kinds (code))');
    expect(seenOf(await observe(database.url, checkOf('lax.kind', ['a', 'b']))).method).toBe('constraint');
    await database.sql("alter table lax disable trigger all; insert into lax values ('stray')");
    expect(seenOf(await observe(database.url, checkOf('lax.kind', ['a', 'b'])))).toMatchObject({
      method: 'aggregate',
      strays: [{ value: 'stray', rows: 1 }],
    });
  });

  test('the planner proves what no list of values shows: the bounds of list partitions', async () => {
    await database.sql(`
      create table parted (kind text not null) partition by list (kind);
      create table parted_a partition of parted for values in ('a');
      create table parted_b partition of parted for values in ('b')`);
    const observed = await observe(database.url, checkOf('parted.kind', ['a', 'b']));
    expect(seenOf(observed)).toMatchObject({ method: 'constraint', strays: [] });
    expect(seenOf(await observe(database.url, checkOf('parted.kind', ['a']))).method).toBe('aggregate');
  });

  test.for([
    ['a CHECK of another shape', 'patterned', ['a', 'b']],
    ['a CHECK that allows more', 'texts', ['a']],
  ] as const)('%s proves nothing, and the rows are read', async ([, column, accept]) => {
    expect(seenOf(await look(column, accept))).toMatchObject({ method: 'aggregate', strays: [] });
  });

  test('a CHECK that was never validated proves nothing, and still rejects what is written', async () => {
    await database.sql(`
      create table unproved (status text);
      insert into unproved values ('stray');
      alter table unproved add check (status in ('a')) not valid`);
    expect(seenOf(await observe(database.url, checkOf('unproved.status', ['a'])))).toMatchObject({
      method: 'aggregate',
      strays: [{ value: 'stray' }],
    });
    expect((await observe(database.url, checkOf('unproved.status', ['a', 'viber']))).judged.drifts).toMatchObject([
      { attribute: 'values' },
      { attribute: 'allowedValues', severity: 'critical' },
    ]);
  });

  if (major >= 18) {
    test('a CHECK that is not enforced proves nothing', async () => {
      await database.sql(`
        create table unenforced (status text check (status in ('a')) not enforced);
        insert into unenforced values ('stray')`);
      expect(seenOf(await observe(database.url, checkOf('unenforced.status', ['a'])))).toMatchObject({
        method: 'aggregate',
        strays: [{ value: 'stray' }],
      });
    });
  }

  test('a CHECK that children do not inherit proves nothing for them', async () => {
    await database.sql(`
      create table parent (status text, check (status in ('a')) no inherit);
      create table child () inherits (parent);
      insert into child values ('stray')`);
    expect(seenOf(await observe(database.url, checkOf('parent.status', ['a'])))).toMatchObject({
      strays: [{ value: 'stray', rows: 1 }],
    });
  });

  describe('three-way drift', () => {
    test.for([
      ['a CHECK', 'texts', ['a', 'b', 'viber'], 'constraint:public.t.t_texts_check'],
      ['an enum type', 'mood', ['sad', 'ok', 'happy', 'viber'], 'enum:public.mood'],
      ['a domain', 'tier', ['pro', 'viber'], 'constraint:public.tier.tier_check'],
      ['a CHECK with more conditions', 'narrowed', ['a', 'b', 'c', 'viber'], 'constraint:public.t.t_narrowed_check'],
      ['the length of the column', 'short', ['a', 'b', 'viber'], 'column:public.t.short'],
      ['the type of the column', 'number', ['1', '2', 'viber'], 'column:public.t.number'],
    ] as const)('%s that rejects an accepted value is critical', async ([, column, accept, by]) => {
      const { judged, observation } = await look(column, accept);
      expect(judged.drifts).toMatchObject([
        {
          kind: 'modified',
          id: `column:public.t.${column}`,
          attribute: 'allowedValues',
          severity: 'critical',
          hint: expect.stringContaining("The next insert of 'viber' fails"),
        },
      ]);
      expect(observation).toMatchObject({ constraint: { by: expect.arrayContaining([by]), rejects: ['viber'] } });
    });

    test('a constraint that allows a value too many is told as a drift of low severity', async () => {
      const { judged } = await look('texts', ['a']);
      expect(judged.drifts).toMatchObject([
        { attribute: 'allowedValues', severity: 'low', expected: ['a'], actual: ['a', 'b'] },
      ]);
    });

    test('a set that another condition narrows is not said to allow too much', async () => {
      await database.sql("create table narrow (s text check (s in ('a', 'b')), check (s !~ 'b'))");
      const { judged, observation } = await observe(database.url, checkOf('narrow.s', ['a']));
      expect(judged.drifts).toEqual([]);
      expect(observation).toMatchObject({ constraint: { permits: [], rejects: [] } });
    });

    test('the verdict on a constraint needs no right to read the table', async () => {
      const role = await createRole(major);
      const { observation, judged } = await observe(database.urlOf(role), checkOf('t.texts', ['a', 'viber']));
      expect(observation).toMatchObject({ kind: 'unseen', code: 'insufficient-privilege' });
      expect(judged.drifts).toMatchObject([{ severity: 'critical' }]);
    });
  });
});
