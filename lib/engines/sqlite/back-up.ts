import { chmod, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Keepsake } from '../engine.ts';
import { quoteText } from './quote.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/**
 * Copies a database into a file beside it, which nobody but those who may read the database can read.
 *
 * @param now names the copy
 * @see https://www.sqlite.org/lang_vacuum.html#vacuuminto
 * @throws SqliteError when there is no room for it, for one
 */
export async function backUp(database: SqliteDatabase, path: string, now: Date, timeoutMs: number): Promise<Keepsake> {
  const stamp = now.toISOString().replace(/[-:]/gu, '');
  const copy = join(dirname(path), `${basename(path)}.${stamp}.backup`);
  const keepsake = { path: copy, howToRestore: howToRestore(path, copy) };
  try {
    await database.run(`vacuum main into ${quoteText(copy)}`, { timeoutMs });
    await chmod(copy, (await stat(path)).mode & 0o777);
    return keepsake;
  } catch (error) {
    await removeBackup(keepsake);
    throw error;
  }
}

/** Removes a copy that turned out not to be needed. */
export async function removeBackup({ path }: Keepsake): Promise<void> {
  await rm(path, { force: true });
}

/** The journal of the file that is replaced must go with it: SQLite would apply it to the copy. */
function howToRestore(path: string, copy: string): string {
  const [to, from] = [shellWord(path), shellWord(copy)];
  return `stop the application, then: rm -f ${shellWord(`${path}-wal`)} ${shellWord(`${path}-shm`)} ${shellWord(`${path}-journal`)} && cp ${from} ${to}`;
}

function shellWord(text: string): string {
  return /^[\w./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
