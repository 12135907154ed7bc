import type { ObjectId } from './object-id.ts';
import type { Attributes, CatalogSnapshot } from './snapshot.ts';

/** How a catalog differs from another: what it has instead of an object, null where it has nothing. */
export interface CatalogDelta {
  readonly [id: ObjectId]: Attributes | null;
}

/** What makes `other` out of `snapshot`; objects alone, in id order. */
export function deltaOf(snapshot: CatalogSnapshot, other: CatalogSnapshot): CatalogDelta {
  const ids = [...new Set([...Object.keys(snapshot.objects), ...Object.keys(other.objects)])].sort();
  const differing = ids.filter((id) => !isSame(snapshot.objects[id], other.objects[id]));
  return Object.fromEntries(differing.map((id) => [id, other.objects[id] ?? null]));
}

/** The other catalog, as far as its objects go. */
export function applyDelta(snapshot: CatalogSnapshot, delta: CatalogDelta): CatalogSnapshot {
  const objects = Object.entries({ ...snapshot.objects, ...delta }).flatMap(([id, attributes]) =>
    attributes === null ? [] : [[id, attributes] as const],
  );
  return { ...snapshot, objects: Object.fromEntries(objects), dependencies: {} };
}

/** Both come from one reader, which writes keys in one order. */
function isSame(a: Attributes | undefined, b: Attributes | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
