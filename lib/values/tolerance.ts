import type { Tolerance } from './value-check.ts';

/**
 * The most stray rows that are put up with. A share needs the table's rows; while the server has no estimate of them,
 * nothing is tolerated.
 */
export function toleratedRows(tolerate: Tolerance | undefined, tableRows: number | undefined): number {
  if (tolerate === undefined) return 0;
  if ('rows' in tolerate) return tolerate.rows;
  return Math.floor(((tableRows ?? 0) * tolerate.percent) / 100);
}

/** Whether so many stray rows, counted to the end, are put up with. */
export function isTolerated(
  tolerate: Tolerance | undefined,
  strayRows: number,
  tableRows: number | undefined,
): boolean {
  return strayRows <= toleratedRows(tolerate, tableRows);
}
