import type { ObjectId } from './object-id.ts';

/** Plain data: what survives `JSON.parse(JSON.stringify(x))`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What is known of one object. An attribute that is absent equals one that is null.
 *
 * `belongsTo` is reserved: the ids of the objects that this one falls with, nearest first (a column's table; an
 * inherited column's table and the parent's column). Comparing folds a missing child into its missing parent by it.
 */
export interface Attributes {
  readonly [name: string]: Json;
}

/**
 * A normalised catalog: a flat map from object id to attributes, keys sorted, plain JSON.
 * Equal databases give equal snapshots, whatever the order in which they were made.
 */
export interface CatalogSnapshot {
  readonly formatVersion: typeof snapshotFormatVersion;
  /** Which engine's catalog this is: `postgresql`. */
  readonly engine: string;
  /** The server's own version string: `17.4`. */
  readonly serverVersion: string;
  readonly objects: { readonly [id: ObjectId]: Attributes };
  /**
   * What must exist before each object can be made, as the engine's catalog records it. Objects without an entry
   * depend on nothing but what they belong to. Not compared, not part of the fingerprint.
   */
  readonly dependencies: { readonly [id: ObjectId]: readonly ObjectId[] };
  /**
   * What making an object needs to know and comparing does not: a column's place in its table, whether its default is
   * volatile. Absent where nobody asked for it. Not compared, not part of the fingerprint.
   */
  readonly notes?: { readonly [id: ObjectId]: Attributes };
}

/** Raised whenever the same database would give another snapshot than before. */
export const snapshotFormatVersion = 2;

/** The objects that an object falls with, nearest first; empty for one that stands alone. */
export function belongsTo(attributes: Attributes | undefined): readonly ObjectId[] {
  return (attributes?.belongsTo as readonly ObjectId[] | undefined) ?? [];
}
