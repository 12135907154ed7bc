import type { Statement } from './statement.ts';

/** How a plan is written as a file of SQL that a person runs: what differs from one kind of database to another. */
export interface ScriptDialect {
  /** Lines before everything else. */
  readonly opening: readonly string[];
  /** Begins a transaction in which the statements that follow run. */
  readonly begin: readonly string[];
  readonly commit: readonly string[];
  /** Lines before a statement that bound how long it waits for locks and runs, and lines after it that take them back. */
  readonly bounds: (statement: Statement) => { readonly before: readonly string[]; readonly after: readonly string[] };
}
