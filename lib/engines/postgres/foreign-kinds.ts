import type { ObjectId } from '../../catalog/object-id.ts';
import type { Attributes } from '../../catalog/snapshot.ts';
import type { TableAttributes } from './object-kinds.ts';
import type { Options } from './storage-kinds.ts';

/**
 * `foreign-table:public.orders_elsewhere`. Its columns and checks are objects as those of other tables; where it is a
 * partition or inherits, it says so as they do.
 */
export type ForeignTableAttributes = TableAttributes & {
  /** The server's name. */
  readonly server: string;
  /** Without the values of those that may be secrets. */
  readonly options?: Options;
};

/** `foreign-data-wrapper:files` */
export type ForeignDataWrapperAttributes = Attributes & {
  readonly handler?: string;
  readonly validator?: string;
  readonly options?: Options;
};

/** `foreign-server:warehouse`. Options without the values of those that may be secrets. */
export type ForeignServerAttributes = Attributes & {
  /** The wrapper's name. */
  readonly wrapper: string;
  readonly type?: string;
  readonly version?: string;
  readonly options?: Options;
};

/** `user-mapping:warehouse.reporter`; the user may be `public`. belongsTo: its server. Options are not read. */
export type UserMappingAttributes = Attributes & { readonly belongsTo: readonly ObjectId[] };
