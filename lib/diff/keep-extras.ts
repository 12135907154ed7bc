import type { Extra } from '../catalog/extras.ts';
import { migratingRole } from '../catalog/migrating-role.ts';
import { equalJson, makeSnapshot } from '../catalog/normalize.ts';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot, type Json } from '../catalog/snapshot.ts';

type Pair = { readonly expected: CatalogSnapshot; readonly actual: CatalogSnapshot };

/**
 * Leaves of two catalogs what is to be compared of comments, owners and grants: nothing unless it is asked for.
 *
 * An owner is compared where the expectation names one: migrations that do not say OWNER TO run as whoever a host
 * chose. For the same reason default privileges that the migrations gave their own role are any role's. What the owner of an
 * object was granted, it has anyway. The mark of CLUSTER, too, is compared where the expectation has one.
 */
export function keepExtras({ expected, actual }: Pair, extras: readonly Extra[] = []): Pair {
  const has = (extra: Extra) => extras.includes(extra);
  const isOwnerCompared = (id: ObjectId) => !(id in expected.objects) || expected.objects[id]?.owner !== undefined;
  // Whoever runs CLUSTER leaves its mark, and changes nothing that anybody promised.
  const isClusterCompared = (id: ObjectId) =>
    !(id in expected.objects) || expected.objects[id]?.clusteredOn !== undefined;
  const keep = (id: ObjectId, attributes: Attributes): Attributes => {
    const { clusteredOn, comment, owner, grants, ...rest } = attributes;
    return {
      ...rest,
      ...(clusteredOn !== undefined && isClusterCompared(id) ? { clusteredOn } : {}),
      ...(comment !== undefined && has('comments') ? { comment } : {}),
      ...(owner !== undefined && has('owners') && isOwnerCompared(id) ? { owner } : {}),
      ...(has('grants') ? withoutRole(grants, ownerOf(id, actual)) : {}),
    };
  };
  const keepAll = (snapshot: CatalogSnapshot) =>
    mapObjects(snapshot, (id, attributes) => {
      if (kindOf(id) === 'default-privilege') {
        return has('grants') && !isOfMigratingRole(id, attributes, expected) ? attributes : undefined;
      }
      return names.some((name) => attributes[name] !== undefined) ? keep(id, attributes) : attributes;
    });
  return { expected: keepAll(expected), actual: keepAll(actual) };
}

/** Whether the migrations gave these default privileges to whoever runs them. */
function isOfMigratingRole(id: ObjectId, attributes: Attributes, expected: CatalogSnapshot): boolean {
  const [role, ...rest] = parseObjectId(id).path;
  if (role === migratingRole) return true;
  const promised = expected.objects[formatObjectId('default-privilege', [migratingRole, ...rest])];
  return !(id in expected.objects) && promised !== undefined && equalJson(promised, attributes);
}

const names = ['clusteredOn', 'comment', 'grants', 'owner'];

/** A column's is its table's, as that of a column's sequence is. */
function ownerOf(id: ObjectId, snapshot: CatalogSnapshot): Json | undefined {
  const attributes = snapshot.objects[id];
  const [parent] = belongsTo(attributes);
  return attributes?.owner ?? (parent === undefined ? undefined : ownerOf(parent, snapshot));
}

function withoutRole(grants: Json | undefined, role: Json | undefined): Attributes {
  if (typeof grants !== 'object' || grants === null || Array.isArray(grants)) return {};
  const others = Object.entries(grants).filter(([grantee]) => grantee !== role);
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
