/**
 * A schema as the laws draw it: plain data with final names, from which parts can be taken away and which is written
 * as SQL by `write-schema.ts`.
 */
export interface RandomSchema {
  /** Schemas besides `public`. */
  readonly namespaces: readonly string[];
  readonly enums: readonly RandomEnum[];
  readonly domains: readonly RandomDomain[];
  readonly collations: readonly RandomDefinition[];
  readonly composites: readonly RandomDefinition[];
  readonly ranges: readonly RandomDefinition[];
  readonly sequences: readonly RandomSequence[];
  /** Each refers only to tables before it. */
  readonly tables: readonly RandomTable[];
  /** Functions and procedures. */
  readonly routines: readonly RandomRoutine[];
  /** Each reads only tables, and views before it. */
  readonly views: readonly RandomView[];
}

/** A name with the schema that it is in. */
export interface Qualified {
  readonly namespace: string;
  readonly name: string;
}

export interface RandomEnum extends Qualified {
  readonly labels: readonly string[];
}

export interface RandomDefinition extends Qualified {
  /** What follows the name, or `as` or `as range`, in parentheses. */
  readonly definition: string;
}

export interface RandomDomain extends Qualified {
  /** What follows `create domain ... as`. */
  readonly definition: string;
}

export interface RandomSequence extends Qualified {
  readonly options: string;
}

export interface RandomRoutine extends Qualified {
  readonly kind: 'function' | 'procedure';
  /** Everything after the name. */
  readonly definition: string;
}

export interface RandomView extends Qualified {
  readonly isMaterialized: boolean;
  /** Everything after the name. */
  readonly definition: string;
  /** The tables and views that it reads. */
  readonly reads: readonly Qualified[];
  /** Name, and what follows the view's name in CREATE INDEX; only of materialized views. */
  readonly indexes: readonly NamedPart[];
}

export interface RandomTable extends Qualified {
  readonly isUnlogged: boolean;
  readonly columns: readonly RandomColumn[];
  /** Table constraints: name and definition. */
  readonly constraints: readonly NamedPart[];
  /** Name, and what follows the table's name in CREATE INDEX. */
  readonly indexes: readonly NamedPart[];
  readonly foreignKeys: readonly RandomForeignKey[];
  /** Name, and what follows it up to FROM in CREATE STATISTICS. */
  readonly statistics: readonly NamedPart[];
  /** How it is kept: what follows the table's name in ALTER TABLE. */
  readonly tweaks: readonly string[];
  /** Texts for the table and its first columns. */
  readonly comments: readonly string[];
  /** What follows PARTITION BY, and its partitions with their bounds. */
  readonly partitionBy?: string;
  readonly partitions: readonly RandomPartition[];
  /** What hangs on it and runs: whole statements, each with what it makes first. */
  readonly programs: readonly RandomProgram[];
  /** A table that inherits from this one, with one more column. */
  readonly heir?: Qualified & { readonly column: RandomColumn };
}

/** A trigger, a policy or a rule of a table. */
export interface RandomProgram {
  readonly kind: 'trigger' | 'policy' | 'rule';
  readonly statements: readonly string[];
}

export interface RandomPartition extends Qualified {
  readonly bound: string;
  /** It stands by itself, as if somebody had detached it. */
  readonly isAlone?: boolean;
}

export interface RandomColumn {
  readonly name: string;
  readonly type: string;
  /** Everything after the type. */
  readonly options: string;
}

export interface NamedPart {
  readonly name: string;
  readonly definition: string;
  /** `unique` only for indexes. */
  readonly isUnique?: boolean;
}

export interface RandomForeignKey {
  readonly name: string;
  /** The new column that holds the key. */
  readonly column: RandomColumn;
  readonly references: Qualified;
  readonly options: string;
}
