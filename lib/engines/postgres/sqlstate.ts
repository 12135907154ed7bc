/**
 * The SQLSTATEs that are told apart, by PostgreSQL's names for them.
 *
 * @see https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
export const sqlState = {
  invalidAuthorizationSpecification: '28000',
  invalidPassword: '28P01',
  invalidCatalogName: '3D000',
  insufficientPrivilege: '42501',
  uniqueViolation: '23505',
  duplicateColumn: '42701',
  duplicateObject: '42710',
  duplicateFunction: '42723',
  duplicateSchema: '42P06',
  duplicateTable: '42P07',
  tooManyConnections: '53300',
  objectNotInPrerequisiteState: '55000',
  deadlockDetected: '40P01',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
  internalError: 'XX000',
  adminShutdown: '57P01',
  crashShutdown: '57P02',
  cannotConnectNow: '57P03',
  databaseDropped: '57P04',
  idleSessionTimeout: '57P05',
  idleInTransactionSessionTimeout: '25P03',
  transactionTimeout: '25P04',
} as const;

/** What the server answers, as an error or as a notice, when something of that name is there already. */
export const duplicateStates: ReadonlySet<string | undefined> = new Set([
  sqlState.duplicateColumn,
  sqlState.duplicateObject,
  sqlState.duplicateFunction,
  sqlState.duplicateSchema,
  sqlState.duplicateTable,
]);

/** The SQLSTATE that an error of a server or of the embedded PostgreSQL carries; undefined for any other error. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  // Node's own codes (`ECONNRESET`, `EPIPE`) may look alike; only a server's error has a severity.
  return 'severity' in error && /^[0-9A-Z]{5}$/u.test(error.code) ? error.code : undefined;
}
