import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScanMemory } from '../../../../lib/values/scan-memory.ts';
import type { ValueCheck } from '../../../../lib/values/value-check.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, type Observed, observe, seenOf, straysOf } from './observe.ts';

/** A scan that goes on over several runs in a test: by so many pages a run, however fast the machine is. */
function memoryOf(pages: number, runs: number, parts: ScanMemory = {}): ScanMemory {
  return { pagesPerMs: pages, plan: { runsPerPass: runs, runsToGo: runs }, parts };
}

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major);
  });
  afterAll(() => database.drop());

  const look = (check: ValueCheck, memory: ScanMemory) => observe(database.url, check, { memory });

  /** Runs after each other, each with what the one before has left. */
  async function lookOften(check: ValueCheck, memory: ScanMemory, runs: number): Promise<readonly Observed[]> {
    const observed: Observed[] = [];
    for (let i = 0; i < runs; i += 1) {
      const previous = observed.at(-1);
      observed.push(await look(check, previous === undefined ? memory : (seenOf(previous).memory ?? {})));
    }
    return observed;
  }

  /** A table of some 40 pages; the row with this id holds a stray value. */
  const makeTable = (name: string, strayId: number, stray = 'stray') =>
    database.sql(`
      create table ${name} (id int, s text not null) with (autovacuum_enabled = off);
      insert into ${name}
      select i, case i when ${strayId} then '${stray}' else 'a' end from generate_series(1, 8000) i`);

  test('a scan over several runs covers every page once and finds what is on the last one', async () => {
    await makeTable('last', 8000);
    const runs = await lookOften(checkOf('last.s', ['a']), memoryOf(50, 4), 4);
    expect(runs.map((run) => seenOf(run).runsToGo)).toEqual([3, 2, 1, undefined]);
    const coverage = runs.map((run) => seenOf(run).coverage);
    expect(coverage).toEqual([...coverage].sort((a, b) => a - b));
    expect(coverage[0]).toBeCloseTo(0.25, 1);
    expect(runs.map(straysOf)).toEqual([[], [], [], [['stray', 1]]]);
    expect(coverage.at(-1)).toBe(1);
    expect(runs.map(({ judged }) => judged.finding.outcome)).toEqual(['clean', 'clean', 'clean', 'stray']);
    expect(runs[0]?.judged.diagnostics).toMatchObject([{ level: 'warning', code: 'values-partly-seen' }]);
  });

  test('what an early run found is told by every later one, until it is gone', async () => {
    await makeTable('first', 5);
    const check = checkOf('first.s', ['a']);
    const [, , third] = await lookOften(check, memoryOf(50, 8), 3);
    if (third === undefined) throw new Error('no third run');
    expect(straysOf(third)).toEqual([['stray', 1]]);
    await database.sql("update first set s = 'a' where s = 'stray'");
    const fourth = await look(check, seenOf(third).memory ?? {});
    expect(straysOf(fourth)).toEqual([]);
    expect(fourth.judged.finding.outcome).toBe('clean');
  });

  test('what is added at the end is looked at in the next run, once a pass is through', async () => {
    await makeTable('growing', 0);
    const check = checkOf('growing.s', ['a']);
    const whole = await look(check, memoryOf(50, 1));
    expect(seenOf(whole)).toMatchObject({ coverage: 1, strays: [] });
    await database.sql("insert into growing select i, 'a' from generate_series(1, 2000) i");
    await database.sql("insert into growing values (0, 'new')");
    const memory = { ...seenOf(whole).memory, plan: { runsPerPass: 40, runsToGo: 0 } };
    expect(straysOf(await look(check, memory))).toEqual([['new', 1]]);
  });

  test('a rewrite of the table begins the scan anew', async () => {
    await makeTable('rewritten', 5);
    const check = checkOf('rewritten.s', ['a']);
    const before = await look(check, memoryOf(50, 1));
    expect(seenOf(before).coverage).toBe(1);
    await database.sql('delete from rewritten where id > 4000');
    await database.sql('vacuum full rewritten');
    const memory = { ...seenOf(before).memory, plan: { runsPerPass: 4, runsToGo: 4 } };
    const after = await look(check, memory);
    expect(seenOf(after).coverage).toBeCloseTo(0.25, 1);
    expect(straysOf(after)).toEqual([['stray', 1]]);
  });

  test('a table that has shrunk is not looked for beyond its end', async () => {
    await makeTable('shrunk', 7999);
    const check = checkOf('shrunk.s', ['a']);
    const before = await look(check, memoryOf(50, 1));
    expect(straysOf(before)).toEqual([['stray', 1]]);
    await database.sql('delete from shrunk where id > 100');
    await database.sql('vacuum shrunk');
    expect(seenOf(await look(check, seenOf(before).memory ?? {}))).toMatchObject({ coverage: 1, strays: [] });
  });

  test.for([
    {},
    { pagesPerMs: 8 },
    { pagesPerMs: 'fast', parts: [] },
    { pagesPerMs: 8, parts: { 'table:public.other': 1 } },
  ] satisfies ScanMemory[])('a memory that says nothing of the table begins the scan anew: %j', async (memory) => {
    await database.sql('drop table if exists fresh');
    await makeTable('fresh', 5);
    expect(seenOf(await look(checkOf('fresh.s', ['a']), memory))).toMatchObject({
      method: 'rolling',
      coverage: 1,
      strays: [{ value: 'stray', rows: 1 }],
    });
  });

  test('strays all over a table are all told once the pass is through', async () => {
    await database.sql(`
      create table strewn (s text not null) with (autovacuum_enabled = off);
      insert into strewn select case when i % 97 = 0 then 's' || i % 3 else 'a' end from generate_series(1, 20000) i`);
    const plain = await database.sql("select s, count(*)::int as n from strewn where s <> 'a' group by s order by s");
    const runs = await lookOften(checkOf('strewn.s', ['a']), memoryOf(50, 5), 5);
    expect(straysOf(runs.at(-1) as Observed)).toEqual(plain.map(({ s, n }) => [s, n]));
  });

  test('what the statistics name is told in the first run, if a row still holds it', async () => {
    await database.sql(`
      create table known (id int, s text not null) with (autovacuum_enabled = off);
      insert into known select i, case when i > 7000 then 'common' when i > 6900 then 'gone' else 'a' end
      from generate_series(1, 8000) i;
      analyze known;
      delete from known where s = 'gone'`);
    const [run] = await lookOften(checkOf('known.s', ['a']), memoryOf(50, 8), 1);
    if (run === undefined) throw new Error('no run');
    expect(seenOf(run).strays).toEqual([{ value: 'common', rows: 1, rowsAreAtLeast: true }]);
    expect(seenOf(run).coverage).toBeLessThan(0.2);
  });

  test('statistics never make a table clean', async () => {
    await makeTable('stale', 7000);
    await database.sql("delete from stale where s = 'stray'");
    await database.sql('analyze stale');
    await database.sql("insert into stale values (0, 'stray')");
    const [run] = await lookOften(checkOf('stale.s', ['a']), memoryOf(50, 8), 1);
    expect(run?.judged.finding).toMatchObject({ outcome: 'clean', coverage: expect.closeTo(0.125, 1) });
  });

  test('what is kept of a column that redacts holds no value', async () => {
    await makeTable('secret', 5, 'confidential');
    const [run] = await lookOften(checkOf('secret.s', ['a'], { redact: true }), memoryOf(50, 2), 1);
    expect(JSON.stringify(run?.judged)).not.toContain('confidential');
    expect(run?.judged.finding).toMatchObject({ outcome: 'stray', strayRows: 1, memory: { parts: expect.anything() } });
  });

  describe('partitions', () => {
    beforeAll(async () => {
      await database.sql(`
        create table events (id int, at int, s text not null) partition by range (at);
        create table events_1 partition of events for values from (0) to (10) with (autovacuum_enabled = off);
        create table events_2 partition of events for values from (10) to (20) with (autovacuum_enabled = off);
        create table events_3 partition of events for values from (20) to (30) partition by list (s);
        create table events_3_a partition of events_3 for values in ('a');
        create table events_3_rest partition of events_3 default with (autovacuum_enabled = off);
        insert into events select i, i % 30, 'a' from generate_series(1, 12000) i;
        insert into events values (0, 15, 'stray'), (0, 25, 'lost')`);
    });

    test('are looked at one by one, each by its own means', async () => {
      await database.sql('create index on events_1 (s)');
      const observed = await observe(database.url, checkOf('events.s', ['a']));
      expect(seenOf(observed)).toMatchObject({ method: 'aggregate', coverage: 1 });
      expect(straysOf(observed)).toEqual([
        ['lost', 1],
        ['stray', 1],
      ]);
      const read = observed.statements.filter((sql) => sql.includes('group by'));
      expect(read.map((sql) => /from only public\.(\w+)/u.exec(sql)?.[1])).toEqual([
        'events_2',
        'events_3_a',
        'events_3_rest',
      ]);
    });

    test('that are foreign tables are read as a whole', async () => {
      await database.sql(`
        create extension file_fdw;
        create server files foreign data wrapper file_fdw;
        create table mixed (id int, s text) partition by list (id);
        create table mixed_1 partition of mixed for values in (1);
        create foreign table mixed_2 partition of mixed for values in (2) server files
          options (program 'echo 2,a; echo 2,stray', format 'csv');
        insert into mixed values (1, 'a')`);
      const observed = await observe(database.url, checkOf('mixed.s', ['a']));
      expect(seenOf(observed)).toMatchObject({
        method: 'aggregate',
        coverage: 1,
        strays: [{ value: 'stray', rows: 1 }],
      });
    });

    test('are rolled through one after the other', async () => {
      const runs = await lookOften(checkOf('events.s', ['a']), memoryOf(50, 3), 3);
      expect(runs.map((run) => seenOf(run).runsToGo)).toEqual([2, 1, undefined]);
      expect(straysOf(runs.at(-1) as Observed)).toEqual([
        ['lost', 1],
        ['stray', 1],
      ]);
    });
  });
});
