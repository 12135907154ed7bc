import { DriftlineError } from '../../../errors.ts';
import type { Introspection } from '../../engine.ts';
import type { SqliteReader } from '../sqlite-database.ts';
import { isLockConflict, SqliteError } from '../sqlite-error.ts';
import { type CatalogRows, catalogQuery } from './catalog-query.ts';
import { readCatalog } from './read-catalog.ts';

/**
 * Reads the catalog of a database in one statement.
 *
 * @param address for messages
 * @throws DriftlineError `catalog-locked`, `catalog-timeout`, `connection-lost`
 */
export async function introspect(database: SqliteReader, address: string, timeoutMs: number): Promise<Introspection> {
  const rows = await readRows(database, address, timeoutMs);
  return readCatalog(rows);
}

async function readRows(database: SqliteReader, address: string, timeoutMs: number): Promise<CatalogRows> {
  try {
    const [row] = await database.query(catalogQuery, { timeoutMs });
    return JSON.parse(String(row?.catalog)) as CatalogRows;
  } catch (error) {
    throw explainReadFailure(error, address, timeoutMs);
  }
}

/** Says why the catalog could not be read; what is no answer of SQLite's is passed on. */
export function explainReadFailure(error: unknown, address: string, timeoutMs?: number): unknown {
  if (!(error instanceof SqliteError)) return error;
  if (isLockConflict(error)) return catalogLocked(address, error);
  if (error.fault === 'timed-out') {
    return new DriftlineError(
      'catalog-timeout',
      `Reading the catalog of ${address} took too long${timeoutMs === undefined ? '' : `: more than ${timeoutMs} ms`}`,
      {
        remedy: 'Check again when the database is less busy, or give it more time with `statementTimeout`.',
        cause: error,
      },
    );
  }
  if (error.fault === 'gone') {
    return new DriftlineError('connection-lost', `The connection to ${address} was lost: ${error.message}`, {
      remedy: 'Check again.',
      cause: error,
    });
  }
  return new DriftlineError('catalog-unreadable', `The catalog of ${address} cannot be read: ${error.message}`, {
    remedy: 'Open it with the `sqlite3` program and run `pragma integrity_check`.',
    cause: error,
  });
}

/** Nobody knows what a locked database holds. */
export function catalogLocked(address: string, cause: unknown): DriftlineError {
  return new DriftlineError(
    'catalog-locked',
    `${address} is locked: another process holds it for itself and did not let go in time`,
    {
      remedy:
        'Check again when that process is done. `fuser` or `lsof` on the file names it; `lockTimeout` is how long Driftline waits.',
      cause,
    },
  );
}
