import { kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot } from '../../../catalog/snapshot.ts';

/** Whom the embedded PostgreSQL runs everything as. */
export const embeddedUser = 'postgres';

/** The owner that the schema `public` has in every new database from 15 on. */
const ownerOfPublic = 'pg_database_owner';

/**
 * Leaves out what migrations did not say but running them had to settle: that whatever nobody gave an owner belongs to
 * the user who ran them, and what that user will grant.
 *
 * @param user who ran them
 */
export function keepSaidOwners(snapshot: CatalogSnapshot, user: string): CatalogSnapshot {
  const isUnsaid = (id: ObjectId) => kindOf(id) === 'default-privilege' && parseObjectId(id).path[0] === user;
  const objects = Object.entries(snapshot.objects)
    .filter(([id]) => !isUnsaid(id))
    .map(([id, attributes]) => [id, withoutOwners(attributes, [user, ownerOfPublic])] as const);
  return { ...snapshot, objects: Object.fromEntries(objects) };
}

function withoutOwners(attributes: Attributes, owners: readonly string[]): Attributes {
  if (typeof attributes.owner !== 'string' || !owners.includes(attributes.owner)) return attributes;
  const { owner: _, ...rest } = attributes;
  return rest;
}
