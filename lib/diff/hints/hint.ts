import { formatObjectId, nameOf, type ObjectId, parseObjectId } from '../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../catalog/snapshot.ts';
import type { Drift } from '../drift.ts';

/** What hints are found in: both catalogs, the children of each object in them, and all that is missing. */
export interface Look {
  readonly expected: CatalogSnapshot;
  readonly actual: CatalogSnapshot;
  readonly expectedChildren: Children;
  readonly actualChildren: Children;
  readonly missing: ReadonlySet<ObjectId>;
}

/** By the first object that they belong to. */
export type Children = ReadonlyMap<ObjectId, readonly ObjectId[]>;

/** A hint, and the object that may be the missing one under another name. */
export type Note = Pick<Drift, 'hint' | 'resembles'>;

/** Sorts the objects of a catalog by what they belong to. */
export function childrenOf(snapshot: CatalogSnapshot): Children {
  const children = new Map<ObjectId, ObjectId[]>();
  for (const [id, attributes] of Object.entries(snapshot.objects)) {
    const [parent] = belongsTo(attributes);
    if (parent === undefined) continue;
    const known = children.get(parent);
    if (known) known.push(id);
    else children.set(parent, [id]);
  }
  return children;
}

/** The object's own name, plain. */
export function lastPart(id: ObjectId): string {
  return parseObjectId(id).path.at(-1) ?? '';
}

/** The object's own name, in quotes where it needs them. */
export function ownName(id: ObjectId): string {
  return nameOf(formatObjectId('name', [lastPart(id)]));
}

/** `a foreign table`, `an enum`: a kind of object in a sentence. */
export function oneOf(kind: string): string {
  return `${/^[aeiou]/u.test(kind) ? 'an' : 'a'} ${kind.replaceAll('-', ' ')}`;
}

/** What to say of two names that unquoted SQL cannot tell apart. */
export function otherLetterCase(id: ObjectId): string {
  return `${ownName(id)} exists: the name differs only in letter case, and unquoted names are folded to lower case`;
}
