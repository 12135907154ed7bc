import type { Row } from '../queryable.ts';

/** A database in which migrations run: the embedded one, or one made for this on a server. */
export interface CompileDatabase {
  /** Runs the statements of a text. */
  readonly exec: (sql: string) => Promise<unknown>;
  /** Runs one `COPY ... FROM stdin` and feeds it with rows. */
  readonly copyIn: (sql: string, rows: string) => Promise<unknown>;
  readonly query: (sql: string) => Promise<{ readonly rows: readonly Row[] }>;
  readonly isInTransaction: () => boolean;
  /** Others live on its server, whose roles and settings are not to be changed. */
  readonly isShared?: boolean;
}
