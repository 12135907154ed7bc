import { invalidMigration } from './invalid-migration.ts';
import type { FolderFile, MigrationFolder } from './migration.ts';

/** Whether a path ends like SQL. */
export function isSql(name: string): boolean {
  return /\.sql$/i.test(name);
}

/** The last part of a path. */
export function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** The folder's SQL files. */
export function sqlFiles(folder: MigrationFolder): readonly FolderFile[] {
  return folder.isFile ? folder.files : folder.files.filter(({ name }) => isSql(name));
}

/** Whether any file that is text matches. */
export function holds(folder: MigrationFolder, pattern: RegExp): boolean {
  return sqlFiles(folder).some(({ text }) => pattern.test(text));
}

/** A number as text without leading zeros, as tools that keep a bigint have it. */
export function asNumber(digits: string): string {
  return String(BigInt(digits));
}

/**
 * Refuses two files with one version.
 *
 * @param title the tool
 * @throws DriftlineError `invalid-migration`
 */
export function refuseTwins(files: readonly { readonly path: string; readonly id: string }[], title: string): void {
  const seen = new Map<string, string>();
  for (const { path, id } of files) {
    const other = seen.get(id);
    if (other !== undefined) {
      throw invalidMigration(
        { path, line: 0 },
        `has the version ${id}, which ${other} has too; ${title} refuses that`,
        'Give one of them another version, or remove it.',
      );
    }
    seen.set(id, path);
  }
}

/**
 * Refuses migrations that are programs: they would have to be run to know what they do.
 *
 * @param names a pattern of their names
 * @throws DriftlineError `invalid-migration`
 */
export function refusePrograms(folder: MigrationFolder, names: RegExp, language: string): void {
  const program = folder.files.find(({ name }) => names.test(lastOf(name)));
  if (program === undefined) return;
  throw invalidMigration(
    { path: program.path, line: 0 },
    `is ${language}, which Driftline does not run`,
    'Use a dump instead (`pg_dump -s` of a database that was migrated), or `base:` with a snapshot and the SQL since.',
  );
}
