import type { ObjectId } from '../../catalog/object-id.ts';
import type { Attributes } from '../../catalog/snapshot.ts';
import type { Firing } from './firing.ts';
import type { ColumnStorage, Options, TableStorage } from './storage-kinds.ts';

/**
 * The PostgreSQL objects of a CatalogSnapshot: for each kind, how its id is formed and which attributes it has.
 * Introspection writes these shapes and the rules read them. Texts are what the server deparses with
 * `search_path = pg_catalog`, so every name in them is qualified unless it is built in. Attributes marked [text] are
 * SQL that servers spell in several ways; the arbiter settles those.
 */

/** `schema:app` */
export type SchemaAttributes = Attributes & Record<string, never>;

/** `extension:pg_trgm`. The version differs between hosts and is not part of it. */
export type ExtensionAttributes = Attributes & Record<string, never>;

/** `table:public.content_plans`: ordinary tables, partitioned tables and partitions. */
export type TableAttributes = Attributes &
  TableStorage & {
    readonly persistence: 'permanent' | 'unlogged';
    /** [text] `RANGE (created_at)`; only for partitioned tables. */
    readonly partitionKey?: string;
    readonly partitionOf?: ObjectId;
    /** [text] `FOR VALUES FROM (...) TO (...)` or `DEFAULT`; only for partitions. */
    readonly partitionBound?: string;
    /** DETACH PARTITION ... CONCURRENTLY has not ended: queries of the parent see none of its rows any more. */
    readonly isDetaching?: true;
    /** Parents by INHERITS, in order. */
    readonly inherits?: readonly ObjectId[];
  };

/**
 * `column:public.content_plans.status`. belongsTo: its table, then for an inherited column the parent's column.
 * An identity column's sequence is part of the column, not an object of its own.
 */
export type ColumnAttributes = Attributes &
  ColumnStorage & {
    readonly belongsTo: readonly ObjectId[];
    /** As `format_type` prints it: `character varying(50)`, `public.mood`. */
    readonly type: string;
    readonly isNullable: boolean;
    /** NOT NULL ... NOT VALID of 18: rows from before may be NULL. Absent: none is. */
    readonly isNotNullValidated?: false;
    /** [text] */
    readonly default?: string;
    readonly generated?: 'stored' | 'virtual';
    /** [text] The expression of a generated column. */
    readonly generatedAs?: string;
    readonly identity?: 'always' | 'by default';
    /** Options of the identity's sequence that differ from its type's defaults. */
    readonly identityOptions?: SequenceOptions;
    /** Qualified; only when it is not the type's own. */
    readonly collation?: string;
    /** True when the column comes from a parent and has no local definition. */
    readonly isInherited?: true;
  };

export type ConstraintType = 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclusion';

/**
 * `constraint:public.content_items.content_items_plan_id_fkey`, also on domains. belongsTo: its table or domain, then
 * for an inherited one the parent's constraint. The index behind a key is part of the constraint. NOT NULL is read
 * from the column on every version.
 */
export type ConstraintAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  readonly type: ConstraintType;
  /** [text] As `pg_get_constraintdef` prints it, without a closing NOT VALID. */
  readonly definition: string;
  readonly isValidated: boolean;
  /** The referenced table of a foreign key. */
  readonly references?: ObjectId;
  /** Storage parameters of the index behind a key. */
  readonly options?: Options;
  /** The tables on which the triggers that enforce it do not fire as PostgreSQL made them. */
  readonly firing?: { readonly [table: ObjectId]: Firing };
  /** True when the constraint comes from a parent and has no local definition. */
  readonly isInherited?: true;
};

/**
 * `index:public.ix_content_plans_status`: indexes that belong to no constraint. belongsTo: its table, then for a
 * partition's index the parent's index that it is attached to.
 */
export type IndexAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  readonly isUnique: boolean;
  /** [text] `USING btree (status)`: what follows the table's name in `pg_get_indexdef`. */
  readonly definition: string;
  /** False for what a failed CREATE INDEX CONCURRENTLY left behind, and while one still builds. */
  readonly isValid: boolean;
};

/** Deviations of a sequence from the defaults of its type; empty for a plain one. */
export type SequenceOptions = {
  readonly start?: string;
  readonly increment?: string;
  readonly minimum?: string;
  readonly maximum?: string;
  readonly cache?: string;
  readonly cycle?: true;
};

/** `sequence:public.t_id_seq`: free and serial sequences. belongsTo: the column that owns it, if one does. */
export type SequenceAttributes = Attributes & {
  readonly belongsTo?: readonly ObjectId[];
  /** `bigint`, `integer`, `smallint` */
  readonly type: string;
  readonly options: SequenceOptions;
  /** Only of a free one: that of a column is as its table, where the server's major knows it. */
  readonly persistence?: 'unlogged';
};

/** `enum:public.mood`, labels in their sort order. */
export type EnumAttributes = Attributes & { readonly labels: readonly string[] };

/** `domain:public.email`; its checks are constraints of their own. */
export type DomainAttributes = Attributes & {
  readonly type: string;
  readonly isNullable: boolean;
  /** [text] */
  readonly default?: string;
  readonly collation?: string;
};

/** `composite-type:public.address`, its attributes in order as CREATE TYPE has them: `street character varying(50)`. */
export type CompositeTypeAttributes = Attributes & { readonly attributes: readonly string[] };

/** `range-type:public.floats`. Its multirange type is part of it. */
export type RangeTypeAttributes = Attributes & {
  readonly subtype: string;
  /** Only when it is not the subtype's default. */
  readonly operatorClass?: string;
  readonly collation?: string;
  readonly canonical?: string;
  readonly subtypeDiff?: string;
  /** The name of the multirange type, when it is not what PostgreSQL would call it. */
  readonly multirange?: string;
};

/** `collation:public.german`. The version of the provider's library is the host's and not part of it. */
export type CollationAttributes = Attributes & {
  readonly provider: 'builtin' | 'default' | 'icu' | 'libc';
  readonly isDeterministic: boolean;
  /** [text] */
  readonly locale?: string | null;
  /** In place of `locale`, where LC_COLLATE and LC_CTYPE differ. */
  readonly collate?: string | null;
  readonly ctype?: string | null;
  readonly rules?: string;
};

/** `statistics-object:public.orders_by_place`. belongsTo: its table. */
export type StatisticsObjectAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  /** [text] `(ndistinct) ON city, zip FROM public.orders`: what follows the name in CREATE STATISTICS. */
  readonly definition: string;
  readonly target?: number;
};

/** Notes on a partition; see `notes` of CatalogSnapshot. */
export type PartitionNotes = {
  /** [text] The condition that its rows obey; absent for one by hash, whose text names its parent by number. */
  readonly boundCheck?: string;
};

/** Notes on a table's column. */
export type ColumnNotes = {
  /** Its place among the columns of its table, rising but not without gaps. */
  readonly position?: number;
  /** True when evaluating the default twice may give two values: `gen_random_uuid()`, `nextval(...)`. */
  readonly defaultIsVolatile?: boolean;
};

/** Notes on a domain. */
export type DomainNotes = Pick<ColumnNotes, 'defaultIsVolatile'>;

/** Notes on a primary key or unique constraint: what its index would be without the constraint. */
export type KeyNotes = {
  /** [text] `USING btree (id)`: what follows the table's name in `pg_get_indexdef`. */
  readonly indexDefinition?: string;
  /** `DEFERRABLE INITIALLY DEFERRED`; only when it is not the default. */
  readonly deferral?: string;
};

/** Notes on an index of a table that has several. */
export type IndexNotes = {
  /** Its place by age among the indexes of its table, the oldest 0. */
  readonly age?: number;
  /**
   * Only of a partition's: the number of those of its table that PostgreSQL takes for one another when it looks for what
   * fits an index of the parent: they differ in no more than the order of their keys and how they are stored.
   */
  readonly alike?: number;
};

/** Notes on an extension. */
export type ExtensionNotes = {
  /** The schema of its objects. */
  readonly schema?: string;
};
