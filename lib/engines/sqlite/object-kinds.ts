import type { ObjectId } from '../../catalog/object-id.ts';
import type { Attributes } from '../../catalog/snapshot.ts';

/**
 * The SQLite objects of a CatalogSnapshot: for each kind, how its id is formed and which attributes it has. All of them
 * are in the schema `main`, as SQLite calls the file that a connection was opened on. Attributes marked [text] hold SQL
 * that people wrote: SQLite keeps their letters, so that the arbiter settles what is only written otherwise.
 */

/** `table:main.users`. Tables behind a virtual one (its shadow tables) are part of that one. */
export type TableAttributes = Attributes & {
  readonly isStrict?: true;
  readonly isWithoutRowid?: true;
  /** Only of a virtual table: `fts5`. */
  readonly module?: string;
  /** Only of a virtual table. */
  readonly arguments?: string;
};

export type Affinity = 'text' | 'numeric' | 'integer' | 'real' | 'blob';

/** What becomes of a row that breaks a rule; ABORT, which is so anyway, is not said. */
export type ConflictClause = 'FAIL' | 'IGNORE' | 'REPLACE' | 'ROLLBACK';

/** `column:main.users.email`. belongsTo: its table. */
export type ColumnAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  /** As written: SQLite holds nothing but STRICT tables to it. */
  readonly declaredType: string;
  /** What values are turned into. See https://www.sqlite.org/datatype3.html#determination_of_column_affinity */
  readonly affinity: Affinity;
  readonly isNullable: boolean;
  /** What becomes of a NULL instead of an error: `REPLACE` takes the default. See https://www.sqlite.org/lang_conflict.html */
  readonly onNull?: ConflictClause;
  /**
   * Another name of the rowid: new rows get a number by themselves, which `INT PRIMARY KEY` for one does not do.
   * See https://www.sqlite.org/lang_createtable.html#rowid
   */
  readonly isRowidAlias?: true;
  /** [text] */
  readonly default?: string;
  readonly generated?: 'stored' | 'virtual';
  /** [text] */
  readonly generatedAs?: string;
  /** Only when it is not BINARY. */
  readonly collation?: string;
};

/**
 * `constraint:main.users."unique (email)"`, called by what it does: SQLite knows no name of a key, and that of a CHECK only
 * for its error message. A CHECK without a name is called by its expression, as SQLite calls it there.
 * belongsTo: for one on a single column, that column, for a CHECK every column that it names; its table.
 */
export type ConstraintAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  readonly type: 'primary key' | 'unique' | 'foreign key' | 'check';
  /** [text] of a CHECK; else as the PRAGMAs tell it. */
  readonly definition: string;
  /** Only of a foreign key: the table that it references. */
  readonly references?: ObjectId;
};

/** `index:main.ix_users_email`. belongsTo: its table. */
export type IndexAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  readonly isUnique: boolean;
  /** [text] `(lower(email), created_at DESC) WHERE deleted_at IS NULL` */
  readonly definition: string;
};

/** `view:main.active_users` */
export type ViewAttributes = Attributes & {
  /** [text] What follows its name. */
  readonly definition: string;
};

/** `trigger:main.users_touch`. belongsTo: its table or view. */
export type TriggerAttributes = Attributes & {
  readonly belongsTo: readonly ObjectId[];
  /** [text] What follows its name. */
  readonly definition: string;
};

/** Notes on every table, index, view and trigger: the text that makes it, as `sqlite_schema` holds it. */
export type CreatedNotes = { readonly sql?: string };

/** Notes on a column. */
export type ColumnNotes = {
  readonly position?: number;
  /** Its whole definition, as written. */
  readonly definition?: string;
  /** The definition makes it the primary key or unique. */
  readonly isKey?: boolean;
};

/** Notes on a foreign key or a CHECK: it is part of its column's definition. */
export type ConstraintNotes = { readonly isInline?: boolean };
