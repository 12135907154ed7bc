import type { Extra } from '../../catalog/extras.ts';
import { makeSnapshot } from '../../catalog/normalize.ts';
import type { CatalogSnapshot } from '../../catalog/snapshot.ts';
import { compareCatalogs, type DriftRules, presentDrifts } from '../../diff/find-drifts.ts';
import { schemasOf } from '../../diff/scope.ts';
import { DriftlineError } from '../../errors.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { rules } from './rules/all-rules.ts';

/** What every new database holds. */
const newDatabase: CatalogSnapshot = makeSnapshot({
  engine: 'postgresql',
  serverVersion: 'new',
  objects: [['schema:public', {}]],
});

/**
 * Lists the statements that make every object of a snapshot in a new database, in order.
 *
 * @param extras what of the catalog is made besides the objects themselves
 * @throws DriftlineError `invalid-base` when the snapshot holds something that no statement can make
 */
export function createStatements(snapshot: CatalogSnapshot, extras: readonly Extra[] = []): readonly string[] {
  const comparison: DriftRules = { ignore: [], unexpected: 'ignore', schemas: schemasOf(snapshot), extras };
  const { expected, actual, ...rest } = compareCatalogs(snapshot, newDatabase, comparison);
  const drifts = presentDrifts({ expected, actual, ...rest }, new Set(), comparison);
  const { statements, unplanned } = makePlan(drifts, expected, actual, rules);
  if (unplanned.length > 0) {
    const named = unplanned.slice(0, 3).map(({ id, reason }) => `${id} (${reason})`);
    throw new DriftlineError('invalid-base', `the base snapshot cannot be rebuilt: ${named.join(', ')}`, {
      remedy: 'Use migrations, or a schema-only dump, in place of this snapshot.',
    });
  }
  return statements.map(({ sql }) => sql);
}
