/**
 * Table-level lock modes in PostgreSQL's spelling, weakest first.
 * Source: https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES
 */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof lockModes)[number];

/**
 * What an application cannot do on a table while somebody holds this lock, or waits for it: `reads and writes`, `writes`,
 * or nothing of these.
 *
 * @see https://www.postgresql.org/docs/18/explicit-locking.html#TABLE-LOCK-COMPATIBILITY
 */
export function blockedBy(mode: LockMode): 'reads and writes' | 'writes' | undefined {
  if (mode === 'ACCESS EXCLUSIVE') return 'reads and writes';
  return lockModes.indexOf(mode) >= lockModes.indexOf('SHARE') ? 'writes' : undefined;
}
