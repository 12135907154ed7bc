import { DatabaseError, TimeoutError } from '@tursodatabase/serverless';
import { resultCode, SqliteError } from '../sqlite-error.ts';

/** SQLite's codes by the names that libSQL's server gives them; every other name is that of an error in the SQL. */
const codes: { readonly [name: string]: number } = {
  SQLITE_PERM: resultCode.permission,
  SQLITE_BUSY: resultCode.busy,
  SQLITE_LOCKED: resultCode.locked,
  SQLITE_READONLY: resultCode.readOnly,
  SQLITE_INTERRUPT: resultCode.interrupted,
  SQLITE_IOERR: resultCode.io,
  SQLITE_CORRUPT: resultCode.corrupt,
  SQLITE_FULL: resultCode.full,
  SQLITE_CANTOPEN: resultCode.cannotOpen,
  SQLITE_CONSTRAINT: resultCode.constraint,
  SQLITE_AUTH: resultCode.auth,
  SQLITE_NOTADB: resultCode.notADatabase,
  // The server runs as many transactions as it can.
  TRANSACTION_BUSY: resultCode.busy,
  // The server's owner lets nobody read, as when a quota is used up.
  BLOCKED: resultCode.auth,
};

/**
 * Sorts what asking a libSQL server threw, without the token, whatever the server or something before it wrote.
 *
 * @see https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md#errors
 */
export function remoteError(error: unknown, token: string | undefined): unknown {
  if (error instanceof SqliteError || !(error instanceof Error)) return error;
  const message = token === undefined ? error.message : error.message.replaceAll(token, '***');
  // The library calls one that runs out while the answer is read by the name that `fetch` gives it.
  if (error instanceof TimeoutError || error.name === 'TimeoutError') return new SqliteError('timed-out', message);
  if (!(error instanceof DatabaseError)) return new SqliteError('gone', message);
  // An answer without a code: the stream is over, or the server could not read the SQL at all.
  if (error.code === undefined) return new SqliteError('gone', message, resultCode.error);
  return new SqliteError('refused', message, codes[error.code] ?? resultCode.error);
}
