import { kindOf, type ObjectId } from '../catalog/object-id.ts';
import type { Json } from '../catalog/snapshot.ts';
import type { DriftKind } from './drift.ts';
import type { Severity } from './severity.ts';

/** Objects without which nothing fails at once: the rest is named in queries, so that its absence breaks them. */
const severityWhenMissing: { readonly [kind: string]: Severity } = {
  constraint: 'high',
  index: 'medium',
  'default-privilege': 'medium',
  publication: 'high',
  'publication-table': 'high',
  'statistics-object': 'medium',
  trigger: 'high',
  rule: 'high',
  policy: 'critical',
  'event-trigger': 'medium',
};

/** What is the same for objects of every kind. */
const severityOfExtra: { readonly [attribute: string]: Severity } = {
  comment: 'low',
  grants: 'high',
  owner: 'medium',
};

const severityWhenModified: { readonly [attribute: string]: Severity } = {
  accessMethod: 'low',
  clusteredOn: 'low',
  compression: 'low',
  // What SQLite does with it is its affinity.
  declaredType: 'low',
  ofType: 'low',
  statisticsTarget: 'low',
  storage: 'low',
  collation: 'medium',
  isValidated: 'medium',
  options: 'low',
  identityOptions: 'low',
  belongsTo: 'medium',
  persistence: 'medium',
};

/**
 * The severity of a drift unless the configuration says otherwise: `critical` when queries fail now, `high` when the
 * next write fails or lets wrong data in, `medium` when something is slow or weaker than promised, `low` for names.
 */
export function severityOf(
  kind: DriftKind,
  id: ObjectId,
  attribute: string | undefined,
  expected: Json,
  actual: Json,
): Severity {
  switch (kind) {
    case 'missing':
      return severityWhenMissing[kindOf(id)] ?? 'critical';
    case 'unexpected':
      return refusesRowsOfToday(id, actual) ? 'high' : 'low';
    case 'renamed':
      return 'low';
    case 'invalid':
      return 'medium';
    case 'modified':
      if (attribute === 'isNullable') return expected === true ? 'high' : 'medium';
      if (attribute !== undefined && attribute in severityOfExtra) return severityOfExtra[attribute] ?? 'low';
      if (kindOf(id) === 'index' || kindOf(id) === 'statistics-object') return 'medium';
      if (attribute === 'replicaIdentity') return actual === 'full' ? 'medium' : 'high';
      // Where a foreign table's rows come from, unlike how a table keeps its own.
      if (attribute === 'options' && kindOf(id).startsWith('foreign')) return 'high';
      return severityWhenModified[attribute ?? ''] ?? 'high';
  }
}

/** An unexpected column that every INSERT must fill: writers that do not know it fail. */
function refusesRowsOfToday(id: ObjectId, actual: Json): boolean {
  if (kindOf(id) !== 'column' || actual === null || typeof actual !== 'object' || Array.isArray(actual)) return false;
  const column = actual as { readonly [name: string]: Json };
  return column.isNullable === false && [column.default, column.identity, column.generated].every((it) => it == null);
}
