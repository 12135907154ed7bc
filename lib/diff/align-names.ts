import { makeSnapshot } from '../catalog/normalize.ts';
import type { ObjectId } from '../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot, Json } from '../catalog/snapshot.ts';

/**
 * Calls the objects of the actual catalog as the expectation does where an engine takes both names for one, so that
 * they are compared with each other: `Users` is `users` for SQLite.
 *
 * @param fold makes the same of two names that are one
 */
export function alignNames(
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
  fold: (name: string) => string,
): CatalogSnapshot {
  const names = namesFor(expected, actual, fold);
  if (names.size === 0) return actual;
  const rename = (id: ObjectId) => names.get(id) ?? id;
  const { objects, dependencies, notes = {} } = actual;
  return makeSnapshot({
    ...actual,
    objects: Object.entries(objects).map(([id, attributes]) => [rename(id), renameIn(attributes, rename)] as const),
    dependencies: Object.entries(dependencies).map(([id, needs]) => [rename(id), needs.map(rename)] as const),
    notes: Object.fromEntries(Object.entries(notes).map(([id, note]) => [rename(id), note])),
  });
}

/** The expected ids of actual objects, by the actual ones, as far as they differ. */
function namesFor(
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
  fold: (name: string) => string,
): ReadonlyMap<ObjectId, ObjectId> {
  const strange = Object.keys(actual.objects).filter((id) => !(id in expected.objects));
  if (strange.length === 0) return new Map();
  const wanted = new Map(
    Object.keys(expected.objects)
      .filter((id) => !(id in actual.objects))
      .map((id) => [fold(id), id]),
  );
  return new Map(
    strange.flatMap((id) => {
      const name = wanted.get(fold(id));
      return name === undefined ? [] : [[id, name] as const];
    }),
  );
}

/** Attributes that name other objects hold nothing but their ids. */
function renameIn(attributes: Attributes, rename: (id: ObjectId) => ObjectId): Attributes {
  const renamed = (value: Json): Json => {
    if (typeof value === 'string') return rename(value);
    return Array.isArray(value) ? value.map(renamed) : value;
  };
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, renamed(value)]));
}
