import type { Json } from '../../catalog/snapshot.ts';

/** One row by column name. What JSON cannot hold (dates, big integers, bytes) is PostgreSQL's own text for it. */
export type Row = { readonly [column: string]: Json };

/** What one statement gave; no rows for those that give none. */
export interface QueryResult {
  readonly rows: readonly Row[];
}

/**
 * Whatever SQL can be put to: a server through `pg`, or the embedded PostgreSQL. Both take several statements in one
 * text, run them in one round trip and, unless the text says otherwise, in one transaction.
 */
export interface Queryable {
  /**
   * Runs the statements of a text and answers with one result for each, in order.
   *
   * @param options.answerWithinMs gives a connection up when the server is silent for longer
   */
  readonly query: (sql: string, options?: { readonly answerWithinMs?: number }) => Promise<readonly QueryResult[]>;
}
