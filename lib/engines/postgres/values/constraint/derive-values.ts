import { belongsTo, type CatalogSnapshot } from '../../../../catalog/snapshot.ts';
import type { DerivedValues } from '../../../../values/value-check.ts';
import { type ColumnLimit, findAllowedSets } from './find-allowed-sets.ts';

/**
 * Reads from an expected catalog what its enum types, domains and CHECK constraints let each column hold, so that the
 * values are held to it also where a database has lost the constraint. Children are left to their parents.
 */
export async function deriveValues(expected: CatalogSnapshot): Promise<readonly DerivedValues[]> {
  return Object.entries(expected.objects).flatMap(([column, attributes]) => {
    if (!column.startsWith('column:') || attributes.isInherited === true) return [];
    // Nothing of this database holds the rows of another one to anything.
    if (belongsTo(attributes)[0]?.startsWith('foreign-table:')) return [];
    const limits = findAllowedSets(column, expected).filter((limit) => limit.isProof);
    const limit = shortest(limits);
    return limit === undefined ? [] : [{ column, accept: limit.values, derivedFrom: limit.id }];
  });
}

function shortest(limits: readonly ColumnLimit[]): ColumnLimit | undefined {
  return [...limits].sort((a, b) => a.values.length - b.values.length)[0];
}
