/**
 * How a call to SQLite failed: SQLite refused it, it took too long and was cut off, or whoever served it is gone.
 */
export type SqliteFault = 'refused' | 'timed-out' | 'gone';

/** SQLite's primary result codes that are told apart. See https://www.sqlite.org/rescode.html */
export const resultCode = {
  error: 1,
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  interrupted: 9,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  auth: 23,
  notADatabase: 26,
} as const;

/** What SQLite, or the way to it, answered instead of rows. */
export class SqliteError extends Error {
  readonly fault: SqliteFault;
  /** SQLite's extended result code; 0 when it gave none. */
  readonly extendedCode: number;

  constructor(fault: SqliteFault, message: string, extendedCode = 0, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SqliteError';
    this.fault = fault;
    this.extendedCode = extendedCode;
  }
}

/** The primary result code of an error; undefined for one that is not SQLite's. */
export function primaryCodeOf(error: unknown): number | undefined {
  return error instanceof SqliteError && error.fault === 'refused' ? error.extendedCode & 0xff : undefined;
}

/** Whether another connection's lock stood in the way. */
export function isLockConflict(error: unknown): boolean {
  const code = primaryCodeOf(error);
  return code === resultCode.busy || code === resultCode.locked;
}
