import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DriftlineError } from '../../errors.ts';
import { catalogLocked } from './introspect/introspect.ts';
import { openInProcess } from './process/open-process.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { isLockConflict, primaryCodeOf, resultCode, SqliteError } from './sqlite-error.ts';

export interface OpenFileOptions {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
}

/** Bigger files are not read as a whole only to prove that they are sound. */
const quickCheckBytes = 16 * 2 ** 20;

/** An open file and what was seen of it on the way. */
export interface OpenedFile {
  readonly database: SqliteDatabase;
  readonly isWritable: boolean;
}

/**
 * Opens a database file for reading. A file that is not there is never created, and nothing in one that is there is changed.
 *
 * @throws DriftlineError `database-not-found`, `database-empty`, `not-a-file`, `not-a-database`, `database-corrupt`,
 * `permission-denied`, `catalog-locked`, `connection-failed`
 */
export async function openFile(path: string, options: OpenFileOptions): Promise<OpenedFile> {
  const bytes = await inspectFile(path);
  const database = await openReading(path, options);
  try {
    if (bytes <= quickCheckBytes) await quickCheck(database, path, options);
    return { database, isWritable: await mayWrite(path) };
  } catch (error) {
    await database.close();
    throw explainFailure(error, path);
  }
}

/** Opens a database file for a repair. The file is there, since it has been read. */
export async function openForRepair(path: string, options: OpenFileOptions): Promise<SqliteDatabase> {
  try {
    const database = await openInProcess({ path, isReadOnly: false, busyTimeoutMs: options.lockTimeoutMs });
    await database.run('pragma foreign_keys = on');
    return database;
  } catch (error) {
    throw explainFailure(error, path);
  }
}

async function inspectFile(path: string): Promise<number> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw explainSystemFailure(cause, path);
  });
  if (stats.isDirectory()) {
    throw new DriftlineError('not-a-file', `${path} is a folder, not a database`, {
      remedy: 'Name the file in the URL.',
    });
  }
  if (stats.size === 0) {
    throw new DriftlineError('database-empty', `${path} is an empty file: no table has ever been made in it`, {
      remedy:
        'If this is the right file, start the application or run its migrations once; an application that was given a wrong path leaves such a file behind.',
    });
  }
  // Not opened here: closing it again would drop the locks of a host program that has the same file open.
  // See https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw explainSystemFailure(cause, path);
  });
  return stats.size;
}

/**
 * Opens read only, and where a crash has left a journal that must be rolled back first, which only a writer can do, as
 * any application would open the file: SQLite then restores what was committed, and changes of ours stay forbidden.
 */
async function openReading(path: string, { lockTimeoutMs }: OpenFileOptions): Promise<SqliteDatabase> {
  const openAs = async (isReadOnly: boolean) => {
    const database = await openInProcess({ path, isReadOnly, busyTimeoutMs: lockTimeoutMs });
    try {
      if (!isReadOnly) await database.run('pragma query_only = on');
      await database.query('select count(*) as n from sqlite_schema');
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  };
  try {
    return await openAs(true);
  } catch (error) {
    const code = primaryCodeOf(error);
    const needsRecovery = code === resultCode.readOnly || code === resultCode.cannotOpen;
    if (!needsRecovery || !(await mayWrite(path))) throw explainFailure(error, path);
    return openAs(false).catch((second: unknown) => {
      throw explainFailure(second, path);
    });
  }
}

/** SQLite makes its journal beside the file, so that the folder must be writable as well. */
async function mayWrite(path: string): Promise<boolean> {
  try {
    await Promise.all([path, dirname(path)].map((each) => access(each, constants.W_OK)));
    return true;
  } catch {
    return false;
  }
}

async function quickCheck(database: SqliteDatabase, path: string, options: OpenFileOptions): Promise<void> {
  // A row that a CHECK would not take is no damage: whoever asked for the column's values is told of it.
  await database.run('pragma ignore_check_constraints = on');
  const [row] = await database.query('pragma quick_check(1)', { timeoutMs: options.statementTimeoutMs });
  await database.run('pragma ignore_check_constraints = off');
  const verdict = String(Object.values(row ?? {})[0]);
  if (verdict !== 'ok') throw corrupt(path, verdict);
}

function explainFailure(error: unknown, path: string): unknown {
  if (!(error instanceof SqliteError)) return error;
  if (isLockConflict(error)) return catalogLocked(path, error);
  switch (primaryCodeOf(error)) {
    case resultCode.notADatabase:
      return notADatabase(path, error);
    case resultCode.corrupt:
      return corrupt(path, error.message, error);
    case resultCode.permission:
    case resultCode.cannotOpen:
    case resultCode.readOnly:
      return permissionDenied(path, error);
    default:
      return new DriftlineError('connection-failed', `${path} cannot be opened: ${error.message}`, {
        remedy: 'Open it with the `sqlite3` program to see whether it can be read at all.',
        cause: error,
      });
  }
}

function explainSystemFailure(cause: unknown, path: string): DriftlineError {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new DriftlineError('database-not-found', `There is no file ${path}`, {
      remedy:
        'Correct the path: a relative one starts from the folder of the configuration. A check never makes a database; the application, or its migrations, do.',
      cause,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') return permissionDenied(path, cause);
  return new DriftlineError('connection-failed', `${path} cannot be read: ${(cause as Error).message}`, { cause });
}

function permissionDenied(path: string, cause: unknown): DriftlineError {
  return new DriftlineError('permission-denied', `${path} may not be read by the user who runs Driftline`, {
    remedy:
      'Let that user read the file and enter the folders above it. A database in WAL mode also needs its -shm and -wal files, or a folder in which they can be made.',
    cause,
  });
}

function notADatabase(path: string, cause?: unknown): DriftlineError {
  return new DriftlineError('not-a-database', `${path} is no SQLite database, or an encrypted one`, {
    remedy: 'Name the database file in the URL.',
    ...(cause === undefined ? {} : { cause }),
  });
}

function corrupt(path: string, finding: string, cause?: unknown): DriftlineError {
  return new DriftlineError('database-corrupt', `${path} is corrupt: ${finding.split('\n')[0]}`, {
    remedy:
      'Restore it from a backup, or save what can be read with `sqlite3 old.db .recover | sqlite3 new.db`. Nothing is repaired in a corrupt file.',
    ...(cause === undefined ? {} : { cause }),
  });
}
