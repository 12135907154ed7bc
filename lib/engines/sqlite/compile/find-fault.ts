import type { SqliteDatabase } from '../sqlite-database.ts';
import { SqliteError } from '../sqlite-error.ts';
import type { SqlStatement } from './split-statements.ts';

/** Longer statements are pointed at as a whole. */
const mostTokens = 2_000;

/**
 * Finds the place in a file at which SQLite gave a statement up. SQLite says what is wrong and not where; but it reads
 * from left to right, so that the shortest beginning of the statement to which it says the same ends where the fault is.
 */
export async function findFault(database: SqliteDatabase, statement: SqlStatement, message: string): Promise<number> {
  const { sql, at, tokens } = statement;
  if (tokens.length > mostTokens) return at;
  for (const token of tokens) {
    const beginning = sql.slice(0, token.end - at);
    if ((await complaintOf(database, beginning)) === message) return token === tokens.at(-1) ? at : token.at;
  }
  return at;
}

/** What SQLite says when it only reads a text, without running it; undefined when it can read it. */
async function complaintOf(database: SqliteDatabase, sql: string): Promise<string | undefined> {
  try {
    await database.query(`explain ${sql}`, { timeoutMs: 5_000 });
    return undefined;
  } catch (error) {
    return error instanceof SqliteError && error.fault === 'refused' ? error.message : undefined;
  }
}
