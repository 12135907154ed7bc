import { kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot } from '../../../catalog/snapshot.ts';

/** Whom the embedded PostgreSQL runs everything as. */
const embeddedUser = 'postgres';

/** The user, and the owner that the schema `public` has in every new database from 15 on. */
const unsaidOwners = [embeddedUser, 'pg_database_owner'];

/**
 * Leaves out what migrations did not say but the embedded PostgreSQL had to: that whatever nobody gave an owner belongs to
 * the user who ran them, and what that user will grant.
 */
export function keepSaidOwners(snapshot: CatalogSnapshot): CatalogSnapshot {
  const isUnsaid = (id: ObjectId) => kindOf(id) === 'default-privilege' && parseObjectId(id).path[0] === embeddedUser;
  const objects = Object.entries(snapshot.objects)
    .filter(([id]) => !isUnsaid(id))
    .map(([id, attributes]) => [id, withoutUser(attributes)] as const);
  return { ...snapshot, objects: Object.fromEntries(objects) };
}

function withoutUser(attributes: Attributes): Attributes {
  if (typeof attributes.owner !== 'string' || !unsaidOwners.includes(attributes.owner)) return attributes;
  const { owner: _, ...rest } = attributes;
  return rest;
}
