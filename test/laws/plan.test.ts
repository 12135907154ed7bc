import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOf, type ObjectId } from '../../lib/catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import { compareCatalogs, presentDrifts } from '../../lib/diff/find-drifts.ts';
import { schemasOf } from '../../lib/diff/scope.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import { circleReason } from '../../lib/plan/leave-out-impossible.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import { selectSafe } from '../../lib/plan/select-safe.ts';
import type { Plan, Statement } from '../../lib/plan/statement.ts';
import { majors, type TestDatabase } from '../support/databases.ts';
import { arbitraryPair, arbitrarySchema } from './arbitrary-schema.ts';
import { readCatalog, readSchema, withDatabase } from './law-database.ts';
import { lawRuns } from './law-runs.ts';
import { arbitraryMutations, mutate } from './mutate.ts';

const engine = engineNamed('postgresql');

/** Compares and plans as a check does, spellings settled. */
async function check(
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): Promise<{ drifts: readonly Drift[]; plan: Plan }> {
  // Also what was moved by hand to where nothing is expected.
  const schemas = [...new Set([...schemasOf(expected), ...schemasOf(actual)])];
  const rules = { ignore: [], unexpected: 'report', extras: ['comments'], schemas } as const;
  const comparison = compareCatalogs(expected, actual, rules);
  const { settled } = await engine.settle(comparison.raw, comparison.expected, comparison.actual);
  const drifts = presentDrifts(comparison, settled, rules);
  return { drifts, plan: makePlan(drifts, comparison.expected, comparison.actual, engine.rules) };
}

/** Runs statements as a person with psql would: what may be in a transaction in one, the rest alone, in the plan's order. */
async function runStatements(database: TestDatabase, statements: readonly Statement[]): Promise<void> {
  let isInside = false;
  for (const { sql, transaction } of statements) {
    if (isInside !== (transaction === 'inside')) await database.sql(isInside ? 'commit' : 'begin');
    isInside = transaction === 'inside';
    await database.sql(sql).catch((cause) => {
      throw new Error(`${sql}, of ${statements.map((each) => each.sql).join('; ')}`, { cause });
    });
  }
  if (isInside) await database.sql('commit');
}

/** Runs the whole plan and answers with the drifts that are left though the plan did not say so. */
async function leftByWholePlan(database: TestDatabase, expected: CatalogSnapshot): Promise<readonly Drift[]> {
  const { plan } = await check(expected, await readCatalog(database));
  const waiting = plan.unplanned.filter(({ reason }) => reason === circleReason);
  // One that was renamed leaves no room for another while columns are of it.
  expect(waiting.some(({ id }) => kindOf(id) === 'range-type') ? [] : waiting).toEqual([]);
  await runStatements(database, plan.statements);
  const after = await readCatalog(database);
  const again = await check(expected, after);
  // A part of an index that stays under another's name keeps the name from the one that takes its place.
  const placeOf = (id: ObjectId) => belongsTo((expected.objects[id] ?? after.objects[id]) as Attributes)[0] ?? id;
  const left = new Set(plan.unplanned.flatMap(({ id }) => [id, ...(kindOf(id) === 'index' ? [placeOf(id)] : [])]));
  const isLeft = (id: ObjectId) => left.has(id) || (kindOf(id) === 'index' && left.has(placeOf(id)));
  return again.drifts.filter(({ id }) => !isLeft(id));
}

/** What is wrong with a safe plan that was run. */
interface SafeRun {
  /** Objects that it took away. */
  readonly removed: readonly ObjectId[];
  /** Drifts that it left without having said so. */
  readonly leftUnsaid: readonly Drift[];
  /** Objects whose drifts it said that it leaves, and that do not drift any more. */
  readonly mendedUnsaid: readonly ObjectId[];
  /** What it would do the second time. */
  readonly again: readonly string[];
}

const honest: SafeRun = { removed: [], leftUnsaid: [], mendedUnsaid: [], again: [] };

/** Runs what may run without a person and holds what is there then against what was said. */
async function runSafePlan(database: TestDatabase, expected: CatalogSnapshot): Promise<SafeRun> {
  const before = await readCatalog(database);
  const { drifts, plan } = await check(expected, before);
  const { run, held } = selectSafe(plan);
  await runStatements(database, run);
  const after = await readCatalog(database);
  const again = await check(expected, after);
  const said = new Set([...plan.unplanned.map(({ id }) => id), ...held.flatMap(({ statement }) => statement.causedBy)]);
  // A table may come without its foreign key, an index without a partition's: what is left then is a drift of the part.
  const causesOf = ({ id, belongsTo: owners = [] }: Drift) => [id, ...owners].filter((each) => said.has(each));
  const left = new Set(again.drifts.flatMap(causesOf));
  return {
    removed: Object.keys(before.objects).filter((id) => !(id in after.objects)),
    leftUnsaid: again.drifts.filter((drift) => causesOf(drift).length === 0),
    mendedUnsaid: drifts.map(({ id }) => id).filter((id) => said.has(id) && !left.has(id)),
    again: selectSafe(again.plan).run.map(({ sql }) => sql),
  };
}

describe.for(majors)('PostgreSQL %i', (major) => {
  test('the plan for an empty database makes the expected one, and then there is nothing to plan', async () => {
    const law = fc.asyncProperty(arbitrarySchema, async (schema) => {
      const expected = await readSchema(major, schema);
      await withDatabase(major, undefined, async (database) => {
        const { plan } = await check(expected, await readCatalog(database));
        expect(plan.unplanned).toEqual([]);
        await runStatements(database, plan.statements);
        const again = await check(expected, await readCatalog(database));
        expect(again.drifts).toEqual([]);
        expect(again.plan.statements).toEqual([]);
      });
    });
    await fc.assert(law, lawRuns());
  });

  test('the whole plan from any schema to any other makes the other, but for what it said that it leaves', async () => {
    const law = fc.asyncProperty(arbitraryPair, fc.boolean(), async ([one, other], isBack) => {
      const expected = await readSchema(major, isBack ? one : other);
      await withDatabase(major, isBack ? other : one, async (database) => {
        expect(await leftByWholePlan(database, expected)).toEqual([]);
      });
    });
    await fc.assert(law, lawRuns());
  });

  test('the whole plan undoes what was done by hand, and does it again', async () => {
    const law = fc.asyncProperty(arbitrarySchema, arbitraryMutations, async (schema, mutations) => {
      await withDatabase(major, schema, async (database) => {
        const promised = await readCatalog(database);
        const done = await mutate(database, promised, mutations);
        const changed = await readCatalog(database);
        expect([done, await leftByWholePlan(database, promised)]).toEqual([done, []]);
        await withDatabase(major, schema, async (twin) => {
          expect([done, await leftByWholePlan(twin, changed)]).toEqual([done, []]);
        });
      });
    });
    await fc.assert(law, lawRuns(8));
  });

  test('the safe plan leaves what it said that it leaves, and only that, of what was done by hand', async () => {
    const law = fc.asyncProperty(arbitrarySchema, arbitraryMutations, async (schema, mutations) => {
      await withDatabase(major, schema, async (database) => {
        const promised = await readCatalog(database);
        const done = await mutate(database, promised, mutations);
        expect([done, await runSafePlan(database, promised)]).toEqual([done, honest]);
      });
    });
    await fc.assert(law, lawRuns());
  });

  test('the safe plan from any schema to any other takes nothing away, and is empty the second time', async () => {
    const law = fc.asyncProperty(arbitraryPair, async ([promised, drifted]) => {
      const expected = await readSchema(major, promised);
      await withDatabase(major, drifted, async (database) => {
        expect(await runSafePlan(database, expected)).toEqual(honest);
      });
    });
    await fc.assert(law, lawRuns());
  });
});
