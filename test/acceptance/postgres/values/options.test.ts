import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScanMemory } from '../../../../lib/values/scan-memory.ts';
import { createDatabase, majors, type TestDatabase } from '../../../support/databases.ts';
import { checkOf, observe, seenOf, straysOf } from './observe.ts';

const rolling = { memory: { pagesPerMs: 8, parts: {} } satisfies ScanMemory };

/** The same rows with an index and without, so that each option is tried by each method. */
const schema = `
  create table plain (id int primary key, s text, deleted boolean not null, inputs jsonb, tenant int);
  insert into plain
  select
    i,
    case
      when i % 500 = 0 then 'Telegramm'
      when i % 501 = 0 then ' EMAIL' || chr(9)
      when i % 503 = 0 then ''
      when i % 509 = 0 then null
      when i % 2 = 0 then 'telegram'
      else 'email'
    end,
    i % 1000 = 0,
    jsonb_build_object('channel', case i when 4321 then 'fax' else 'sms' end),
    i % 3
  from generate_series(1, 6000) i;
  create table indexed (like plain);
  insert into indexed select * from plain;
  create index on indexed (s);
  create index on indexed ((inputs ->> 'channel'));
  create index on indexed ((lower(s)));
  alter table indexed add primary key (id)`;

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major, schema);
  });
  afterAll(() => database.drop());

  const accept = ['telegram', 'email'];

  describe.for([
    ['an index', 'indexed', {}],
    ['an aggregate', 'plain', {}],
    ['a rolling scan', 'plain', rolling],
  ] as const)('by %s', ([, table, options]) => {
    const look = (more: object) => observe(database.url, checkOf(`${table}.s`, accept, more), options);

    test('without options, every other value is stray, and NULL as the check says', async () => {
      expect(straysOf(await look({ nulls: 'allow' }))).toEqual([
        ['', 11],
        [' EMAIL\t', 11],
        ['Telegramm', 12],
      ]);
      expect(straysOf(await look({ nulls: 'deny' }))).toContainEqual([null, 11]);
    });

    test('empty: allow accepts the empty text', async () => {
      expect(straysOf(await look({ empty: 'allow' }))).toEqual([
        [' EMAIL\t', 11],
        ['Telegramm', 12],
      ]);
    });

    test('trim and caseInsensitive accept what differs by white space and case', async () => {
      expect(straysOf(await look({ trim: true, empty: 'allow' }))).toContainEqual([' EMAIL\t', 11]);
      expect(straysOf(await look({ caseInsensitive: true, empty: 'allow' }))).toContainEqual([' EMAIL\t', 11]);
      expect(straysOf(await look({ trim: true, caseInsensitive: true, empty: 'allow' }))).toEqual([['Telegramm', 12]]);
    });

    test('where leaves the other rows out', async () => {
      const observed = await look({
        where: 'not deleted and tenant = 0 -- and no more',
        empty: 'allow',
        trim: true,
        caseInsensitive: true,
      });
      const [row] = await database.sql(
        "select count(*)::int as n from plain where s = 'Telegramm' and not deleted and tenant = 0",
      );
      expect(straysOf(observed)).toEqual([['Telegramm', row?.n]]);
      expect(straysOf(await look({ where: 'deleted and tenant > 5' }))).toEqual([]);
    });

    test('tolerate puts up with so many rows, and says so', async () => {
      const fold = { empty: 'allow', trim: true, caseInsensitive: true } as const;
      for (const [tolerate, outcome] of [
        [{ rows: 12 }, 'clean'],
        [{ rows: 11 }, 'stray'],
      ] as const) {
        const { judged } = await look({ ...fold, tolerate });
        expect(judged.finding).toMatchObject({ outcome, strayRows: 12 });
      }
    });

    test('samples name some of the rows by their primary key', async () => {
      const { strays } = seenOf(await look({ samples: 2, empty: 'allow', trim: true, caseInsensitive: true }));
      if (options === rolling) return expect(strays).toMatchObject([{ value: 'Telegramm' }]);
      expect(strays).toMatchObject([{ value: 'Telegramm', samples: ['id=500', 'id=1000'] }]);
    });

    test('redact tells how many, and nothing of which', async () => {
      const { judged } = await look({ redact: true, samples: 3 });
      expect(judged.finding).toMatchObject({ outcome: 'stray', strays: [], strayRows: 34 });
      expect(JSON.stringify(judged)).not.toMatch(/elegramm|EMAIL|id=/);
    });

    test('an expression is looked at like a column', async () => {
      const check = { ...checkOf(`${table}.channel`, ['sms']), expression: "inputs ->> 'channel'" };
      const observed = await observe(database.url, check, options);
      expect(straysOf(observed)).toEqual([['fax', 1]]);
      expect(seenOf(observed).method).toBe(
        table === 'indexed' ? 'index' : options === rolling ? 'rolling' : 'aggregate',
      );
      expect(observed.judged.finding.suggestion).toContain(
        `-- select * from public.${table} where (inputs ->> 'channel') = 'fax'`,
      );
    });
  });

  test('tolerate takes a share of the rows that the server counted', async () => {
    await database.sql('analyze plain');
    const check = checkOf('plain.s', accept, { empty: 'allow', trim: true, caseInsensitive: true });
    const outcomeAt = async (percent: number) =>
      (await observe(database.url, { ...check, tolerate: { percent } })).judged.finding.outcome;
    expect([await outcomeAt(0.2), await outcomeAt(0.19)]).toEqual(['clean', 'stray']);
  });

  test.for([
    ['where', { where: 'no_such_column = 1' }],
    ['where', { where: 'true) or (1/0 = ' }],
    ['where', { where: 'id in (select nextval($$s$$::regclass))' }],
    ['expression', { expression: 'inputs ->>' }],
  ] as const)('a %s that PostgreSQL refuses is said to be wrong: %j', async ([, more]) => {
    await database.sql('create sequence if not exists s');
    const { observation } = await observe(database.url, checkOf('plain.s', accept, more));
    expect(observation).toMatchObject({ kind: 'unseen', code: 'invalid-value-condition' });
  });

  test('a condition cannot write', async () => {
    await database.sql(`
      create table log (id int);
      create function meddle() returns boolean language sql volatile as 'insert into public.log values (1) returning true'`);
    const { observation } = await observe(database.url, checkOf('plain.s', accept, { where: 'public.meddle()' }));
    expect(observation).toMatchObject({ kind: 'unseen', code: 'invalid-value-condition' });
    expect(await database.sql('select * from log')).toEqual([]);
  });
});
