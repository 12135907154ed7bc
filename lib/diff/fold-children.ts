import { compareNames } from '../catalog/normalize.ts';
import type { ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from './drift.ts';

/**
 * Folds every missing object into the missing object that it belongs to, and likewise for unexpected ones, so that a
 * missing table is one drift that lists its columns, indexes and constraints.
 */
export function foldChildren(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): readonly Drift[] {
  const missing = foldKind('missing', drifts, expected);
  return foldKind('unexpected', missing, actual);
}

function foldKind(kind: 'missing' | 'unexpected', drifts: readonly Drift[], holder: CatalogSnapshot): readonly Drift[] {
  const gone = new Set(drifts.filter((drift) => drift.kind === kind).map((drift) => drift.id));
  const children = new Map<ObjectId, ObjectId[]>();
  for (const id of gone) {
    const root = rootOf(id, gone, holder);
    if (root !== id) children.set(root, [...(children.get(root) ?? []), id]);
  }
  const folded = new Set([...children.values()].flat());
  return drifts
    .filter((drift) => drift.kind !== kind || !folded.has(drift.id))
    .map((drift) => {
      const includes = drift.kind === kind ? children.get(drift.id) : undefined;
      return includes === undefined ? drift : { ...drift, includes: includes.sort(compareNames) };
    });
}

function rootOf(id: ObjectId, gone: ReadonlySet<ObjectId>, holder: CatalogSnapshot): ObjectId {
  const parent = belongsTo(holder.objects[id]).find((candidate) => gone.has(candidate));
  return parent === undefined ? id : rootOf(parent, gone, holder);
}
