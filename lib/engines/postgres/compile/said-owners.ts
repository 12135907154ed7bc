import { migratingRole } from '../../../catalog/migrating-role.ts';
import { sortByKey } from '../../../catalog/normalize.ts';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot } from '../../../catalog/snapshot.ts';

/** Whom the embedded PostgreSQL runs everything as. */
export const embeddedUser = 'postgres';

/** The owner that the schema `public` has in every new database from 15 on. */
const ownerOfPublic = 'pg_database_owner';

/**
 * Leaves out what migrations did not say but running them had to settle: that whatever nobody gave an owner belongs to
 * the user who ran them, and that it is this user who will grant what the migrations let their role grant.
 *
 * @param user who ran them
 */
export function keepSaidOwners(snapshot: CatalogSnapshot, user: string): CatalogSnapshot {
  const objects = Object.entries(snapshot.objects).map(
    ([id, attributes]) => [withoutRole(id, user), withoutOwners(attributes, [user, ownerOfPublic])] as const,
  );
  return { ...snapshot, objects: sortByKey(new Map(objects)) };
}

function withoutRole(id: ObjectId, user: string): ObjectId {
  if (kindOf(id) !== 'default-privilege') return id;
  const [role, ...rest] = parseObjectId(id).path;
  return role === user ? formatObjectId('default-privilege', [migratingRole, ...rest]) : id;
}

function withoutOwners(attributes: Attributes, owners: readonly string[]): Attributes {
  if (typeof attributes.owner !== 'string' || !owners.includes(attributes.owner)) return attributes;
  const { owner: _, ...rest } = attributes;
  return rest;
}
