import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Extra } from '../../../lib/catalog/extras.ts';
import type { PostgresConnection } from '../../../lib/engines/postgres/connect.ts';
import { introspect } from '../../../lib/engines/postgres/introspect/introspect.ts';
import type { ReadSource } from '../../../lib/run/read-source.ts';
import { expectGolden, goldenText, inSync } from '../../support/corpus.ts';
import { createDatabase, majors, type TestDatabase } from '../../support/databases.ts';
import { connectTo } from '../../support/introspect-sql.ts';
import { listPostgresCases, type PostgresCase } from '../../support/postgres-corpus.ts';
import { openSharedEmbedded, type SharedEmbedded } from '../../support/shared-embedded.ts';

const cases = listPostgresCases();
const runnable = cases
  .filter(({ from }) => majors.some((major) => major >= from))
  .map((each) => [each.name, each] as const);

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

describe(`on PostgreSQL ${majors.join(', ')}`, () => {
  let servers: readonly Server[];
  beforeAll(async () => {
    servers = await Promise.all(majors.map(openServer));
  });
  afterAll(() => Promise.all(servers.map(closeServer)));

  test.for(runnable)('%s', async ([, each]) => {
    const able = servers.filter(({ major }) => major >= each.from);
    const found = await Promise.all(able.map((server) => compareOn(server, each)));
    for (const { major, text } of found) await expectGolden(each.golden, text, `PostgreSQL ${major}`);
  });
});

/** A server with a database of this file's own. */
interface Server {
  readonly major: number;
  readonly database: TestDatabase;
  readonly connection: PostgresConnection;
}

async function openServer(major: number): Promise<Server> {
  const database = await createDatabase(major);
  return { major, database, connection: await connectTo(database.url) };
}

async function closeServer({ connection, database }: Server): Promise<void> {
  await connection.close();
  await database.drop();
}

/** Finds the drifts of a case, both ways. */
async function compareOn({ major, connection }: Server, { expected, actual, compare }: PostgresCase) {
  const ours = await readMade(connection, expected, compare);
  const theirs = await readMade(connection, actual, compare);
  const there = await embedded.diff(ours, theirs, compare);
  const back = await embedded.diff(theirs, ours, compare);
  return { major, text: goldenText(there, back) };
}

/** What the SQL makes is looked at inside its transaction and then undone: far quicker than a database for each. */
async function readMade(connection: PostgresConnection, sql: string, extras: readonly Extra[]): Promise<ReadSource> {
  await connection.query('begin');
  try {
    await connection.query(sql);
    await connection.query('set constraints all immediate');
    return await introspect(connection, { isInTransaction: true, withDependencies: true, extras });
  } finally {
    await connection.query('rollback');
  }
}
