import type { SqliteDatabase } from './sqlite-database.ts';
import { SqliteError } from './sqlite-error.ts';

/**
 * A connection for reading that outlasts a call that was cut off: the next call finds a new one. What is read is no
 * transaction's, so that nothing is lost with the old one.
 */
export function makeLasting(first: SqliteDatabase, reopen: () => Promise<SqliteDatabase>): SqliteDatabase {
  let current: SqliteDatabase | undefined = first;
  let isClosed = false;
  const call = async <T>(work: (database: SqliteDatabase) => Promise<T>): Promise<T> => {
    if (isClosed) throw new SqliteError('gone', 'the connection has been closed');
    current ??= await reopen();
    try {
      return await work(current);
    } catch (error) {
      if (error instanceof SqliteError && error.fault === 'timed-out') {
        await current.close();
        current = undefined;
      }
      throw error;
    }
  };
  return {
    query: (sql, options) => call((database) => database.query(sql, options)),
    run: (sql, options) => call((database) => database.run(sql, options)),
    close: async () => {
      isClosed = true;
      await current?.close();
    },
    kill: () => current?.kill(),
  };
}
