import type { ObjectId } from '../../catalog/object-id.ts';
import type { Attributes } from '../../catalog/snapshot.ts';

/** `publication:changes` */
export type PublicationAttributes = Attributes & {
  readonly isForAllTables?: true;
  readonly schemas?: readonly string[];
  readonly publishes: readonly string[];
  readonly isViaRoot?: true;
  readonly generatedColumns?: 'stored';
};

/** `publication-table:public.orders.changes`: a table and the publication that names it. belongsTo: the table, then the publication. */
export type PublicationTableAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  /** In the order of their names; absent: all. */
  readonly columns?: readonly string[];
  /** [text] */
  readonly filter?: string;
};
