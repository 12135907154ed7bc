import type { CatalogDelta } from '../catalog/catalog-delta.ts';
import type { Json } from '../catalog/snapshot.ts';
import type { Revision } from '../migrations/migration.ts';

/** One row of what a migration tool's table says. Values are texts: the query casts what is none. */
export interface Row {
  readonly [column: string]: Json;
}

/** One migration that a tool's table speaks of. */
export interface AppliedRevision {
  readonly id: string;
  /** As the tool's table calls it, where that says more than the id. */
  readonly name?: string;
  /** The tool began it and did not come to its end: it refuses to go on. */
  readonly isFailed?: true;
  /** Everything before it counts as applied, whatever else the table says. */
  readonly coversEarlier?: true;
  /** It stands for a database that was there before the tool: the folder need not hold it. */
  readonly isBaseline?: true;
  readonly checksum?: string;
}

/** A migration tool that keeps a table of what it applied. */
export interface MigrationTool {
  /** The word in the configuration: `alembic`. */
  readonly name: string;
  /** What people call it: `Alembic`. */
  readonly title: string;
  /** Where the tool writes what it applied, unless it was told another place. */
  readonly table: { readonly schema: string; readonly name: string };
  /** Further tables of the tool's own, beside the first. */
  readonly otherTables?: readonly string[];
  /** Whether a table of that name is this tool's, by its columns; absent: nobody else calls one so. */
  readonly ownsColumns?: (columns: readonly string[]) => boolean;
  /**
   * Reads that table, in the order in which the migrations were applied. In SQL that every engine takes.
   *
   * @param table its quoted name
   */
  readonly query: (table: string) => string;
  /** What the rows say is applied now: what was taken back is left out. */
  readonly readRows: (rows: readonly Row[]) => readonly AppliedRevision[];
  /** The form in which two spellings of an id are one: `001` and `1`. @default as it is */
  readonly sameId?: (id: string) => string;
  /** Ids are numbers, so that an unknown one tells as well which of the known ones come before it. */
  readonly ordersIds?: true;
  /**
   * Reads the configuration's `head` where that is a file.
   *
   * @throws DriftlineError `invalid-migration-head`
   */
  readonly readHead?: (text: string) => readonly Revision[];
  /** Whether the configuration's `head` is a file's path. */
  readonly headIsFile: boolean;
  /** The command that applies what is pending. */
  readonly upgradeCommand: string;
  /** How to tell the tool that everything is there already; `head` is the last revision's name. */
  readonly stampAdvice: (head: string) => string;
  /** How to go on after a migration that failed. */
  readonly failedAdvice?: string;
}

/** The migrations that an expectation promises, oldest first. */
export interface ExpectedHead {
  readonly tool: string;
  readonly revisions: readonly Revision[];
  /** The ids without which the database is behind; absent: the last revision's. */
  readonly heads?: readonly string[];
  /** The revisions are heads by name alone, and what comes before them is not known. */
  readonly isPartial?: true;
  /** What databases that stand before the last revisions differ by, each proved by compiling. */
  readonly standings?: readonly Standing[];
}

/** A place on the way to the expected state. */
export interface Standing {
  /** How many of the revisions a database has that stands there. */
  readonly applied: number;
  /** How it differs from the expected state. */
  readonly delta: CatalogDelta;
}
