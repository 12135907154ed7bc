import type { ObjectId } from '../../catalog/object-id.ts';
import type { Firing } from './firing.ts';

/** Settings by name, values as the catalog has them: `{ fillfactor: '70' }`. */
export type Options = { readonly [name: string]: string };

/** How a table is kept, where that is not the default. */
export type TableStorage = {
  /** Storage parameters; those of its TOAST table as `toast.autovacuum_enabled`. */
  readonly options?: Options;
  /** Only when it is not heap. */
  readonly accessMethod?: string;
  /** What tells rows apart for replication, when it is not the primary key: the index or the constraint behind it. */
  readonly replicaIdentity?: 'full' | 'nothing' | ObjectId;
  /** The index, or the constraint behind it, that CLUSTER sorts by. */
  readonly clusteredOn?: ObjectId;
  /** The composite type of a typed table. */
  readonly ofType?: ObjectId;
  /** Policies decide which rows are seen. */
  readonly isRowSecured?: true;
  /** The owner is bound by the policies as well. */
  readonly isRowSecurityForced?: true;
  /** Of the triggers that a partition has from its parent, by name, those that fire when the parent's do not, or the reverse. */
  readonly triggerFiring?: { readonly [trigger: string]: Firing | 'origin' };
};

/** How a column is kept, where that is not the default. */
export type ColumnStorage = {
  /** Only when it is not the type's own. */
  readonly storage?: 'plain' | 'external' | 'extended' | 'main';
  readonly compression?: 'pglz' | 'lz4';
  readonly statisticsTarget?: number;
  /** `n_distinct` and `n_distinct_inherited`. */
  readonly options?: Options;
  /** Of a foreign table's column, without the values of those that may be secrets. */
  readonly foreignOptions?: Options;
};
