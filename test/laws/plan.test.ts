import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../lib/catalog/snapshot.ts';
import { diffCatalogs } from '../../lib/diff/diff-catalogs.ts';
import { compareCatalogs, presentDrifts } from '../../lib/diff/find-drifts.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import { makePlan } from '../../lib/plan/make-plan.ts';
import type { Plan } from '../../lib/plan/statement.ts';
import { majors, type TestDatabase } from '../support/databases.ts';
import { arbitraryPair, arbitrarySchema } from './arbitrary-schema.ts';
import { readCatalog, readSchema, withDatabase } from './law-database.ts';
import { lawRuns } from './law-runs.ts';

function planFor(expected: CatalogSnapshot, actual: CatalogSnapshot): Plan {
  const rules = { ignore: [], unexpected: 'report' } as const;
  const comparison = compareCatalogs(expected, actual, rules);
  const drifts = presentDrifts(comparison, new Set(), rules);
  return makePlan(drifts, comparison.expected, comparison.actual, engineNamed('postgresql').rules);
}

/** Runs a plan as a person with psql would: what may be in a transaction in one, the rest alone, in the plan's order. */
async function runPlan(database: TestDatabase, { statements }: Plan): Promise<void> {
  let isInside = false;
  for (const { sql, transaction } of statements) {
    if (isInside !== (transaction === 'inside')) await database.sql(isInside ? 'commit' : 'begin');
    isInside = transaction === 'inside';
    await database.sql(sql);
  }
  if (isInside) await database.sql('commit');
}

describe.for(majors)('PostgreSQL %i', (major) => {
  test('the plan for an empty database makes the expected one, and then there is nothing to plan', async () => {
    const law = fc.asyncProperty(arbitrarySchema, async (schema) => {
      const expected = await readSchema(major, schema);
      await withDatabase(major, undefined, async (database) => {
        const plan = planFor(expected, await readCatalog(database));
        expect(plan.unplanned).toEqual([]);
        await runPlan(database, plan);
        const mended = await readCatalog(database);
        expect(diffCatalogs(expected, mended)).toEqual([]);
        expect(planFor(expected, mended).statements).toEqual([]);
      });
    });
    await fc.assert(law, lawRuns());
  });

  test('a plan takes nothing away and leaves only what it said it would leave', async () => {
    const law = fc.asyncProperty(arbitraryPair, async ([promised, drifted]) => {
      const expected = await readSchema(major, promised);
      await withDatabase(major, drifted, async (database) => {
        const before = await readCatalog(database);
        const plan = planFor(expected, before);
        const unhurtful = plan.statements.filter(({ hazards }) => hazards.length === 0);
        await runPlan(database, { ...plan, statements: unhurtful });
        const after = await readCatalog(database);
        expect(Object.keys(before.objects).filter((id) => !(id in after.objects))).toEqual([]);
        const again = planFor(expected, after).statements.filter(({ hazards }) => hazards.length === 0);
        expect(again).toEqual([]);
      });
    });
    await fc.assert(law, lawRuns());
  });
});
