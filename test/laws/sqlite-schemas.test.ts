import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindOf } from '../../lib/catalog/object-id.ts';
import { parseSnapshot } from '../../lib/catalog/parse-snapshot.ts';
import type { CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import { diffCatalogs } from '../../lib/diff/diff-catalogs.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import { introspect } from '../../lib/engines/sqlite/introspect/introspect.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import { selectSafe } from '../../lib/plan/select-safe.ts';
import type { Plan, Statement } from '../../lib/plan/statement.ts';
import { findCatalogDrifts } from '../../lib/run/look.ts';
import { arbitrarySqlite, arbitrarySqlitePair, type SqliteSchema, writeSqlite } from './arbitrary-sqlite.ts';
import { lawRuns } from './law-runs.ts';

const engine = engineNamed('sqlite');
const rules = { ignore: [], unexpected: 'report' } as const;

/** A database of this schema, in memory and in this process: nothing here runs without an end. */
function open(schema: SqliteSchema | undefined): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  for (const sql of schema === undefined ? [] : writeSqlite(schema)) run(database, sql);
  return database;
}

function run(database: DatabaseSync, sql: string): void {
  try {
    database.exec(sql);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}: ${sql}`, { cause });
  }
}

async function look(database: DatabaseSync): Promise<CatalogSnapshot> {
  const query = async (sql: string) => database.prepare(sql).all() as never;
  return (await introspect({ query, close: async () => {}, kill: () => {} }, 'memory', 1_000)).snapshot;
}

const read = async (schema: SqliteSchema) => {
  using database = open(schema);
  return look(database);
};

async function check(expected: CatalogSnapshot, actual: CatalogSnapshot) {
  const { drifts, comparison } = await findCatalogDrifts(engine, { snapshot: expected, rules }, actual);
  const plan: Plan = makePlan(drifts, comparison.expected, comparison.actual, engine.rules);
  return { drifts, plan };
}

/** Runs statements as the `sqlite3` program would, which knows commands of its own that a driver does not. */
function runStatements(database: DatabaseSync, statements: readonly Statement[]): void {
  for (const { sql } of statements) run(database, sql.replaceAll(/^\.bail on$/gmu, ''));
}

const told = (drifts: readonly Drift[]) => drifts.map(({ kind, id, attribute }) => `${kind} ${id} ${attribute ?? ''}`);

test('two databases made alike have equal catalogs, and a snapshot survives JSON', async () => {
  const law = fc.asyncProperty(arbitrarySqlite, async (schema) => {
    const [one, other] = [await read(schema), await read(schema)];
    expect(diffCatalogs(one, other)).toEqual([]);
    expect(parseSnapshot(JSON.stringify(one), 'snapshot.json')).toEqual(one);
  });
  await fc.assert(law, lawRuns(60));
});

test('swapping the two sides mirrors every drift', async () => {
  const law = fc.asyncProperty(arbitrarySqlitePair, async ([one, other]) => {
    const [a, b] = [await read(one), await read(other)];
    const essence = ({ kind, id, attribute, expected, actual }: Drift) => ({ kind, id, attribute, expected, actual });
    const mirror = ({ kind, id, attribute, expected, actual }: Drift) => ({
      kind: kind === 'missing' ? 'unexpected' : kind === 'unexpected' ? 'missing' : kind,
      id,
      attribute,
      expected: actual,
      actual: expected,
    });
    expect(diffCatalogs(b, a).map(mirror)).toEqual(diffCatalogs(a, b).map(essence));
  });
  await fc.assert(law, lawRuns(60));
});

test('the plan for an empty database makes the expected one, and then there is nothing to plan', async () => {
  const law = fc.asyncProperty(arbitrarySqlite, async (schema) => {
    const expected = await read(schema);
    using database = open(undefined);
    const { plan } = await check(expected, await look(database));
    expect(plan.unplanned).toEqual([]);
    runStatements(database, plan.statements);
    const again = await check(expected, await look(database));
    expect([told(again.drifts), again.plan.statements]).toEqual([[], []]);
  });
  await fc.assert(law, lawRuns(40));
});

test('the whole plan, rebuilds and all, leaves only what it said that it leaves', async () => {
  const law = fc.asyncProperty(arbitrarySqlitePair, fc.boolean(), async ([one, other], isBack) => {
    const expected = await read(isBack ? other : one);
    using database = open(isBack ? one : other);
    const { plan } = await check(expected, await look(database));
    runStatements(database, plan.statements);
    const said = new Set(plan.unplanned.map(({ id }) => id));
    const left = (await check(expected, await look(database))).drifts;
    expect(told(left.filter(({ id }) => !said.has(id)))).toEqual([]);
    expect(database.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  });
  await fc.assert(law, lawRuns(40));
});

test('the safe part of a plan takes nothing away, runs, keeps every row, and is empty the second time', async () => {
  const law = fc.asyncProperty(arbitrarySqlitePair, async ([promised, drifted]) => {
    const expected = await read(promised);
    using database = open(drifted);
    const before = await look(database);
    const tables = Object.keys(before.objects).filter((id) => kindOf(id) === 'table');
    const count = () => tables.map((_, i) => database.prepare(`select count(*) as n from ${nameOf(drifted, i)}`).get());
    for (const [i] of tables.entries()) tryRun(database, `insert into ${nameOf(drifted, i)} default values`);
    const rows = count();
    runStatements(database, selectSafe((await check(expected, before)).plan).run);
    const after = await look(database);
    expect(Object.keys(before.objects).filter((id) => !(id in after.objects))).toEqual([]);
    expect(count()).toEqual(rows);
    expect(selectSafe((await check(expected, after)).plan).run).toEqual([]);
  });
  await fc.assert(law, lawRuns(40));
});

/** The name of the table of this number, among those that are there. */
function nameOf({ names, tables }: SqliteSchema, number: number): string {
  const places = tables.flatMap(({ columns }, t) => (columns.length === 0 ? [] : [t * 20]));
  return `"${(names[places[number] ?? 0] ?? '').replaceAll('"', '""')}"`;
}

/** A row that the table does not take is none. */
function tryRun(database: DatabaseSync, sql: string): void {
  try {
    database.exec(sql);
  } catch {
    // Some column wants a value.
  }
}
