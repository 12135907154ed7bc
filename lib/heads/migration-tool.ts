import type { ObjectId } from '../catalog/object-id.ts';
import type { Json } from '../catalog/snapshot.ts';

/** A migration tool that keeps a table of what it applied. */
export interface MigrationTool {
  /** The word in the configuration: `alembic`. */
  readonly name: string;
  /** What people call it: `Alembic`. */
  readonly title: string;
  /** The table where the tool writes what it applied. */
  readonly table: ObjectId;
  /** Reads that table; one row a revision, in the order in which they were applied. */
  readonly query: string;
  /** The id of the revision that a row speaks of. */
  readonly revisionOf: (row: { readonly [column: string]: Json }) => string;
  /**
   * Reads the configuration's `head`.
   *
   * @param text the value itself, or for a tool whose head is a file, that file's text
   * @throws DriftlineError `invalid-migration-head`
   */
  readonly readHead: (text: string) => readonly Revision[];
  /** Whether the configuration's `head` is a file's path. */
  readonly headIsFile: boolean;
  /** The command that applies what is pending. */
  readonly upgradeCommand: string;
  /** How to tell the tool that everything is there already; `head` is the last revision's name. */
  readonly stampAdvice: (head: string) => string;
}

/** One migration as its tool knows it. */
export interface Revision {
  /** What the tool's table holds. */
  readonly id: string;
  /** What people call it; often the same. */
  readonly name: string;
}

/** The revisions that an expectation promises, oldest first; the last is the head. */
export interface ExpectedHead {
  readonly tool: string;
  readonly revisions: readonly Revision[];
}
