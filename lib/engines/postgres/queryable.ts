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
   * @param options.onRow told each row as soon as it has come, while the server works on the next; whoever has no rows
   * before the whole answer leaves it alone
   */
  readonly query: (
    sql: string,
    options?: { readonly answerWithinMs?: number; readonly onRow?: (row: Row) => void },
  ) => Promise<readonly QueryResult[]>;
}
