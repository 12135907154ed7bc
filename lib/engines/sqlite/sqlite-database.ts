import type { Json } from '../../catalog/snapshot.ts';

/** Rows as SQLite gives them; integers that a number cannot hold and blobs come as text. */
export type Row = { readonly [column: string]: Json };

/** What a statement can be given in the place of `?`. */
export type SqlArgument = null | number | string;

export interface CallOptions {
  readonly args?: readonly SqlArgument[];
  /** The call is cut off after this time, and with it the transaction that is open. */
  readonly timeoutMs?: number;
}

/** What reads a database: one connection, in a process of its own or on a server. Not for concurrent use. */
export interface SqliteReader {
  /**
   * Runs one statement and reads all its rows.
   *
   * @throws SqliteError
   */
  readonly query: (sql: string, options?: CallOptions) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
  /** Ends it at once, whatever it does; its open transaction is undone. */
  readonly kill: () => void;
}

/** A connection that also runs what answers no rows. */
export interface SqliteDatabase extends SqliteReader {
  /**
   * Runs statements for their effect.
   *
   * @throws SqliteError
   */
  readonly run: (sql: string, options?: CallOptions) => Promise<void>;
}
