import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot } from '../../../catalog/snapshot.ts';

/** An object of a snapshot whose text is in question. */
export interface TextOwner {
  readonly id: ObjectId;
  readonly attributes: Attributes;
  /** The snapshot that it is from, for what it stands on. */
  readonly snapshot: CatalogSnapshot;
}

/** How one text is put into an embedded database and read back from there. */
interface Replay {
  /** Objects that must stand before, in their barest form. */
  readonly needs: readonly ObjectId[];
  /** Statements that come between the needed objects and the text. */
  readonly prepare?: readonly string[];
  /** The SQL before and after the text; together they are one statement. */
  readonly frame: readonly [string, string];
  /** A query for one value: the text as the embedded PostgreSQL prints it. */
  readonly readBack: string;
}

/** One kind of SQL text that servers spell in several ways: an attribute of one kind of object. */
export interface TextKind {
  readonly kind: string;
  readonly attribute: string;
  /** Undefined for an object whose text has one spelling only, such as a primary key's. */
  readonly replay: (owner: TextOwner) => Replay | undefined;
}

/** The schema in which replays put what they need under names of their own. */
export const scratch = 'driftline_scratch';
