import { StatementError } from '../../statement-error.ts';
import { isLockConflict, primaryCodeOf, resultCode, SqliteError } from './sqlite-error.ts';

/**
 * Turns SQLite's answer into a failure sorted by what can be done about it; what is no answer of SQLite's is passed on.
 *
 * @param wasCancelled its process was ended on purpose
 */
export function statementFailure(
  error: unknown,
  { statementTimeoutMs }: { readonly statementTimeoutMs: number },
  wasCancelled: boolean,
): unknown {
  if (!(error instanceof SqliteError)) return error;
  const { message } = error;
  if (wasCancelled)
    return new StatementError('cancelled', 'it was cancelled, and its transaction undone', { cause: error });
  if (error.fault === 'timed-out') {
    return new StatementError('statement-timeout', `it ran longer than ${statementTimeoutMs} ms and was stopped`, {
      remedy: 'Give it more time with `statementTimeout`, or run it when the database is less busy.',
      cause: error,
    });
  }
  if (error.fault === 'gone') return new StatementError('connection-lost', message, { cause: error });
  if (isLockConflict(error)) {
    return new StatementError('lock-timeout', 'another connection holds the lock for writing', {
      remedy: 'A writer that holds it for long keeps every other one out; `lockTimeout` is how long Driftline waits.',
      cause: error,
    });
  }
  switch (primaryCodeOf(error)) {
    case resultCode.full:
      return new StatementError('other', 'the disk is full, or the database may grow no further', {
        remedy: 'Make room: for the database and for the copy that is made before a repair. Nothing was changed.',
        cause: error,
      });
    case resultCode.readOnly:
    case resultCode.permission:
    case resultCode.auth:
      return new StatementError('insufficient-privilege', `the database may not be written: ${message}`, {
        cause: error,
      });
    default:
      return new StatementError('other', message, { cause: error });
  }
}
