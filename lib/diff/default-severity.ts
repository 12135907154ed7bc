import { kindOf, type ObjectId } from '../catalog/object-id.ts';
import type { Attributes, Json } from '../catalog/snapshot.ts';
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
  cost: 'medium',
  // What SQLite does with it is its affinity.
  declaredType: 'low',
  isDetaching: 'critical',
  ofType: 'low',
  statisticsTarget: 'low',
  storage: 'low',
  collation: 'medium',
  isNotNullValidated: 'medium',
  isValidated: 'medium',
  options: 'low',
  identityOptions: 'low',
  belongsTo: 'medium',
  parallel: 'medium',
  persistence: 'medium',
  rows: 'medium',
};

/**
 * The severity of a drift unless the configuration says otherwise: `critical` when queries fail now, `high` when the
 * next write fails or lets wrong data in, `medium` when something is slow or weaker than promised, `low` for names.
 *
 * @param promised all that the expectation says of an object that is there
 */
export function severityOf(
  kind: DriftKind,
  id: ObjectId,
  attribute: string | undefined,
  expected: Json,
  actual: Json,
  promised: Attributes = {},
): Severity {
  switch (kind) {
    case 'missing':
      return isUnique(expected) ? 'high' : (severityWhenMissing[kindOf(id)] ?? 'critical');
    case 'unexpected':
      return refusesRowsOfToday(id, actual) || actsOnRows.includes(kindOf(id)) ? 'high' : 'low';
    case 'renamed':
      return 'low';
    case 'invalid':
      return isUnique(promised) ? 'high' : 'medium';
    case 'modified':
      if (attribute === 'isNullable') return expected === true ? 'high' : 'medium';
      if (attribute !== undefined && attribute in severityOfExtra) return severityOfExtra[attribute] ?? 'low';
      // Of a unique index the definition says which rows are refused, and which ON CONFLICT finds it.
      if (attribute === 'isUnique' || (attribute === 'definition' && isUnique(promised))) return 'high';
      if (kindOf(id) === 'index' || kindOf(id) === 'statistics-object') return 'medium';
      if (attribute === 'replicaIdentity') return actual === 'full' ? 'medium' : 'high';
      // Where a foreign table's rows come from and who sees a view's, unlike how a table keeps its own.
      if (attribute === 'options' && (kindOf(id).startsWith('foreign') || kindOf(id) === 'view')) return 'high';
      return severityWhenModified[attribute ?? ''] ?? 'high';
  }
}

/** What decides which rows are seen or written, and how, unknown to the migrations. */
const actsOnRows: readonly string[] = ['policy', 'rule', 'trigger'];

/** An unexpected column that every INSERT must fill, or rule that rows must keep: writers that do not know it fail. */
function refusesRowsOfToday(id: ObjectId, actual: Json): boolean {
  if (kindOf(id) !== 'column') return kindOf(id) === 'constraint' || isUnique(actual);
  const { isNullable, default: value, identity, generated } = attributesOf(actual);
  return isNullable === false && [value, identity, generated].every((it) => it == null);
}

/** A unique index: it keeps rows apart as a unique constraint does, and ON CONFLICT needs it. */
function isUnique(index: Json): boolean {
  return attributesOf(index).isUnique === true;
}

function attributesOf(value: Json): { readonly [name: string]: Json } {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isObject ? (value as { readonly [name: string]: Json }) : {};
}
