import type { StrayValue } from '../../../../values/value-check.ts';

/**
 * Stray values as one without a name, with all their rows: for what is kept of a column that redacts. A hash would
 * tell them apart, and would also give away every value that can be guessed.
 */
export function hideValues(strays: readonly StrayValue[]): readonly StrayValue[] {
  if (strays.length === 0) return [];
  const rows = strays.reduce((sum, stray) => sum + stray.rows, 0);
  return [{ value: '', rows, rowsAreAtLeast: strays.some((stray) => stray.rowsAreAtLeast) }];
}
