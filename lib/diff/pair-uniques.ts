import { kindOf, nameOf, type ObjectId } from '../catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from './drift.ts';

/**
 * Joins a missing unique constraint with the unexpected unique index that does its work into one drift, and likewise a
 * missing unique index with the unexpected constraint: rows are kept unique either way, so that little is lost.
 */
export function pairUniques(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): readonly Drift[] {
  const standIns = new Map<string, ObjectId>();
  for (const { kind, id } of drifts) {
    const key = kind === 'unexpected' ? keyOf(id, actual.objects[id]) : undefined;
    if (key !== undefined && !standIns.has(key)) standIns.set(key, id);
  }
  if (standIns.size === 0) return drifts;
  const taken = new Set<ObjectId>();
  const paired = drifts.map((drift) => {
    const key = drift.kind === 'missing' ? keyOf(drift.id, expected.objects[drift.id]) : undefined;
    const standIn = key === undefined ? undefined : standIns.get(key);
    if (standIn === undefined || taken.has(standIn) || kindOf(standIn) === kindOf(drift.id)) return drift;
    taken.add(standIn);
    const hint = hintOf(drift.id, standIn, actual.objects[standIn]);
    return { ...drift, severity: 'low' as const, hint, resembles: standIn };
  });
  return paired.filter(({ kind, id }) => kind !== 'unexpected' || !taken.has(id));
}

/** How PostgreSQL begins the definition of an index; SQLite has one kind of index and names none. */
const accessMethod = /^USING btree /u;

/**
 * The table and what is unique in it, from the words that both forms are told in: `UNIQUE (email)` as a constraint,
 * `(email)` as an index. A partial index or one on an expression has no such constraint.
 */
function keyOf(id: ObjectId, attributes: Attributes | undefined): string | undefined {
  const [table] = belongsTo(attributes).filter((holder) => kindOf(holder) !== 'column');
  const definition = attributes?.definition;
  if (table === undefined || typeof definition !== 'string') return undefined;
  const isUnique =
    kindOf(id) === 'constraint'
      ? attributes?.type === 'unique'
      : kindOf(id) === 'index' && attributes?.isUnique === true && attributes.isValid !== false;
  if (!isUnique) return undefined;
  const parts = definition.replace(kindOf(id) === 'constraint' ? /^UNIQUE /u : accessMethod, '');
  return parts.startsWith('(') ? JSON.stringify([table, parts]) : undefined;
}

function hintOf(missing: ObjectId, standIn: ObjectId, attributes: Attributes | undefined): string {
  if (kindOf(missing) !== 'constraint') {
    return `the unique constraint ${nameOf(standIn)} keeps the same rows unique by an index of its own: a second one would only slow writes down. Make the migrations say which of the two is meant`;
  }
  return accessMethod.test(String(attributes?.definition))
    ? `the unique index ${nameOf(standIn)} keeps the same rows unique, only ON CONFLICT ON CONSTRAINT does not find it: ALTER TABLE ... ADD CONSTRAINT ... UNIQUE USING INDEX makes it the constraint without building anything`
    : `the unique index ${nameOf(standIn)} keeps the same rows unique and does all that the constraint would. Make the migrations say which of the two is meant`;
}
