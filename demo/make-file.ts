import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A SQLite file in a folder of its own. */
export interface DatabaseFile {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Makes a SQLite file and runs SQL in it. */
export async function makeFile(name: string, sql: string): Promise<DatabaseFile> {
  const folder = await mkdtemp(join(tmpdir(), 'driftline-file-'));
  const path = join(folder, name);
  runInFile(path, sql);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs SQL in a SQLite file. */
export function runInFile(path: string, sql: string): void {
  using database = new DatabaseSync(path);
  database.exec(sql);
}

/** Reads the rows of one statement. */
export function readFromFile(path: string, sql: string): readonly { readonly [column: string]: unknown }[] {
  using database = new DatabaseSync(path);
  return database.prepare(sql).all();
}
