import type { Extra } from '../catalog/extras.ts';
import { makeSnapshot } from '../catalog/normalize.ts';
import { kindOf, type ObjectId } from '../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot, Json } from '../catalog/snapshot.ts';

type Pair = { readonly expected: CatalogSnapshot; readonly actual: CatalogSnapshot };

/**
 * Leaves of two catalogs what is to be compared of comments, owners and grants: nothing unless it is asked for.
 *
 * An owner is compared where the expectation names one: migrations that do not say OWNER TO run as whoever a host
 * chose. What the owner of an object was granted, it has anyway.
 */
export function keepExtras({ expected, actual }: Pair, extras: readonly Extra[] = []): Pair {
  const has = (extra: Extra) => extras.includes(extra);
  const trim = (attributes: Attributes, other: Attributes | undefined, isActual: boolean) => {
    const { comment, owner, grants, ...rest } = attributes;
    const isOwnerSaid = (isActual ? other?.owner : owner) !== undefined;
    return {
      ...rest,
      ...(comment !== undefined && has('comments') ? { comment } : {}),
      ...(owner !== undefined && has('owners') && (isOwnerSaid || other === undefined) ? { owner } : {}),
      ...(has('grants') ? withoutOwner(grants, isActual ? owner : (other?.owner ?? owner)) : {}),
    };
  };
  const trimAll = (snapshot: CatalogSnapshot, other: CatalogSnapshot, isActual: boolean) =>
    mapObjects(snapshot, (id, attributes) => {
      if (kindOf(id) === 'default-privilege') return has('grants') ? attributes : undefined;
      if (!names.some((name) => attributes[name] !== undefined)) return attributes;
      return trim(attributes, other.objects[id], isActual);
    });
  return { expected: trimAll(expected, actual, false), actual: trimAll(actual, expected, true) };
}

const names = ['comment', 'grants', 'owner'];

function withoutOwner(grants: Json | undefined, owner: Json | undefined): Attributes {
  if (typeof grants !== 'object' || grants === null || Array.isArray(grants)) return {};
  const others = Object.entries(grants).filter(([grantee]) => grantee !== owner);
  return others.length === 0 ? {} : { grants: Object.fromEntries(others) };
}

/** The same snapshot where nothing has changed. */
function mapObjects(
  snapshot: CatalogSnapshot,
  map: (id: ObjectId, attributes: Attributes) => Attributes | undefined,
): CatalogSnapshot {
  const before = Object.entries(snapshot.objects);
  const after = before.flatMap(([id, attributes]) => {
    const mapped = map(id, attributes);
    return mapped === undefined ? [] : [[id, mapped] as const];
  });
  if (after.length === before.length && after.every(([id, mapped]) => mapped === snapshot.objects[id])) return snapshot;
  return makeSnapshot({ ...snapshot, objects: after, dependencies: Object.entries(snapshot.dependencies) });
}
