import { chmod, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Keepsake } from '../repair.ts';
import { quoteText } from './quote.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/**
 * Copies a database into a file beside it, which nobody but those who may read the database can read. A copy is whole and
 * on the disk before it gets its name: what a crash leaves behind is called otherwise.
 *
 * @param now names the copy
 * @see https://www.sqlite.org/lang_vacuum.html#vacuuminto
 * @throws SqliteError when there is no room for it, for one
 */
export async function backUp(database: SqliteDatabase, path: string, now: Date, timeoutMs: number): Promise<Keepsake> {
  const stamp = now.toISOString().replace(/[-:]/gu, '');
  const copy = join(dirname(path), `${basename(path)}.${stamp}.backup`);
  const unfinished = `${copy}.unfinished`;
  try {
    await database.run(`vacuum main into ${quoteText(unfinished)}`, { timeoutMs });
    await chmod(unfinished, (await stat(path)).mode & 0o777);
    await flush(unfinished);
    await rename(unfinished, copy);
    return { path: copy, howToRestore: howToRestore(path, copy) };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** SQLite leaves it to the system when a copy reaches the disk. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
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
