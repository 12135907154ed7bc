import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresConnection } from '../../../lib/engines/postgres/connect.ts';
import { introspect } from '../../../lib/engines/postgres/introspect/introspect.ts';
import type { ReadSource } from '../../../lib/run/read-source.ts';
import { expectGolden, goldenText, inSync } from '../../support/corpus.ts';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { connectTo } from '../../support/introspect-sql.ts';
import { listPostgresCases, type PostgresCase } from '../../support/postgres-corpus.ts';
import { openSharedEmbedded, type SharedEmbedded } from '../../support/shared-embedded.ts';

const cases = listPostgresCases();
const named = (from: number) => cases.filter((each) => each.from <= from).map((each) => [each.name, each] as const);

let embedded: SharedEmbedded;
beforeAll(async () => {
  embedded = await openSharedEmbedded();
});
afterAll(() => embedded[Symbol.asyncDispose]());

describe('the corpus', () => {
  test('is not thinned out, neither of drifts nor of what must stay silent', () => {
    const silent = cases.filter(({ golden }) => readFileSync(golden, 'utf8') === inSync);
    expect(cases.length).toBeGreaterThanOrEqual(290);
    expect(silent.length).toBeGreaterThanOrEqual(50);
  });

  test('never holds a case that drifts in one way only', () => {
    const halves = cases.map(({ name, golden }) => [name, readFileSync(golden, 'utf8').split('\n\n')] as const);
    const oneWay = halves.filter(([, sections]) => new Set(sections.map((one) => one.includes('  in sync'))).size > 1);
    expect(oneWay.map(([name]) => name)).toEqual([]);
  });
});

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let connection: PostgresConnection;
  beforeAll(async () => {
    database = await createDatabase(major);
    connection = await connectTo(database.url);
  });
  afterAll(async () => {
    await connection.close();
    await database.drop();
  });

  /** What the SQL makes is looked at inside its transaction and then undone: far quicker than a database for each. */
  async function readMade(sql: string, { compare }: PostgresCase): Promise<ReadSource> {
    await connection.query('begin');
    try {
      await connection.query(sql);
      await connection.query('set constraints all immediate');
      return await introspect(connection, { isInTransaction: true, withDependencies: true, extras: compare });
    } finally {
      await connection.query('rollback');
    }
  }

  test.for(named(major))('%s', async ([, each]) => {
    const ours = await readMade(each.expected, each);
    const theirs = await readMade(each.actual, each);
    const there = await embedded.diff(ours, theirs, each.compare);
    const back = await embedded.diff(theirs, ours, each.compare);
    await expectGolden(each.golden, goldenText(there, back));
  });
});
