import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScanMemory } from '../../../../lib/values/scan-memory.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, seenOf } from './observe.ts';

/** A million rows in which one holds a stray value, far from both ends. */
const oneStrayInAMillion = `
  create table orders (id int primary key, status text not null, note text);
  insert into orders
  select i, case when i = 654321 then 'shiped' else (array['new', 'paid', 'shipped'])[1 + i % 3] end
  from generate_series(1, 1000000) i;
`;

const accept = ['new', 'paid', 'shipped'];

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major, oneStrayInAMillion);
  });
  afterAll(() => database.drop());

  test('without an index, one aggregate finds a single stray row among a million', async () => {
    const observed = await observe(database.url, checkOf('orders.status', accept));
    expect(seenOf(observed)).toMatchObject({
      method: 'aggregate',
      coverage: 1,
      strays: [{ value: 'shiped', rows: 1, rowsAreAtLeast: false }],
    });
    expect(observed.judged.drifts).toMatchObject([{ actual: [{ value: 'shiped', nearest: 'shipped' }] }]);
  });

  test('a rolling scan over several runs finds a single stray row among a million', async () => {
    let memory: ScanMemory = { pagesPerMs: 20, plan: { runsPerPass: 3, runsToGo: 3 }, parts: {} };
    const found = [];
    for (let run = 1; run <= 3; run += 1) {
      const seen = seenOf(await observe(database.url, checkOf('orders.status', accept), { memory }));
      memory = seen.memory ?? {};
      found.push(seen);
    }
    expect(found.map(({ coverage, strays }) => [coverage < 1, strays.length])).toEqual([
      [true, 0],
      [true, 1],
      [false, 1],
    ]);
    expect(found.at(-1)).toMatchObject({
      method: 'rolling',
      strays: [{ value: 'shiped', rows: 1, rowsAreAtLeast: false }],
    });
  });

  describe('with an index', () => {
    beforeAll(async () => {
      await database.sql('create index ix_status on orders (status)');
    });
    afterAll(() => database.sql('drop index ix_status'));

    test('a walk finds a single stray row among a million and names the index', async () => {
      const observed = await observe(database.url, checkOf('orders.status', accept));
      expect(seenOf(observed)).toMatchObject({
        method: 'index',
        index: 'index:public.ix_status',
        coverage: 1,
        strays: [{ value: 'shiped', rows: 1, rowsAreAtLeast: false }],
      });
    });

    test('rows of a common stray value are counted only so far, and said so', async () => {
      const observed = await observe(database.url, checkOf('orders.status', ['new', 'paid', 'shiped']));
      expect(seenOf(observed).strays).toEqual([{ value: 'shipped', rows: 1000, rowsAreAtLeast: true }]);
    });
  });

  test('a validated CHECK within the accepted values proves them and reads nothing', async () => {
    await database.sql(`
      create table checked (status varchar(20) not null check (status in ('new', 'paid')));
      insert into checked values ('new')`);
    const observed = await observe(database.url, checkOf('checked.status', accept));
    expect(seenOf(observed)).toMatchObject({ method: 'constraint', coverage: 1, strays: [] });
  });
});
