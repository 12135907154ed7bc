import { nameOf } from '../../catalog/object-id.ts';
import { DriftlineError } from '../../errors.ts';
import type { Statement } from '../../plan/statement.ts';
import { StatementError } from '../../statement-error.ts';
import { duplicateStates, sqlState, sqlStateOf } from './sqlstate.ts';

/**
 * Sorts the failure of a repair's statement by what can be done about it.
 *
 * @param wasCancelled whether we asked the server to stop it: PostgreSQL has one SQLSTATE for that and for a timeout
 * @throws whatever is neither a server's answer nor a lost connection
 */
export function statementFailure(
  error: unknown,
  statement: Pick<Statement, 'locks' | 'lockTimeoutMs' | 'statementTimeoutMs'>,
  wasCancelled: boolean,
): StatementError {
  if (error instanceof DriftlineError && error.code === 'connection-lost') {
    return new StatementError('connection-lost', error.message, {
      cause: error,
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    });
  }
  const state = sqlStateOf(error);
  if (state === undefined || !(error instanceof Error)) throw error;
  const known = { sqlState: state, cause: error };
  if (duplicateStates.has(state) || (state === sqlState.uniqueViolation && isOfCatalog(error))) {
    return new StatementError('already-exists', error.message, {
      ...known,
      remedy: 'Somebody else made it meanwhile: check again.',
    });
  }
  const tables = statement.locks.length === 0 ? 'what it needs' : statement.locks.map(nameOf).join(', ');
  switch (state) {
    case sqlState.lockNotAvailable:
      return new StatementError('lock-timeout', `could not lock ${tables} within ${seconds(statement.lockTimeoutMs)}`, {
        ...known,
        remedy: 'Another session holds a lock on it: look in pg_locks and pg_stat_activity for a long transaction.',
      });
    case sqlState.deadlockDetected:
      return new StatementError('deadlock', `met another session in a deadlock over ${tables}`, known);
    case sqlState.queryCanceled:
      return wasCancelled
        ? new StatementError('cancelled', 'was cancelled', known)
        : new StatementError('statement-timeout', `was not done within ${seconds(statement.statementTimeoutMs)}`, {
            ...known,
            remedy: 'Run it by hand at a quiet time, or allow it more time.',
          });
    case sqlState.insufficientPrivilege:
      return new StatementError('insufficient-privilege', error.message, {
        ...known,
        remedy: 'Give the role this right, or repair as the owner.',
      });
    default:
      return new StatementError('other', `${error.message} (SQLSTATE ${state})`, known);
  }
}

/** Two sessions that make the same thing at once meet in a unique index of the catalog, where IF NOT EXISTS is too late. */
function isOfCatalog(error: Error): boolean {
  return 'schema' in error && error.schema === 'pg_catalog';
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
