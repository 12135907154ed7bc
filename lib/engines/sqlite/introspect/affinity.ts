import type { Affinity } from '../object-kinds.ts';

/**
 * What SQLite turns the values of a column into, by the rules of its manual, in their order.
 *
 * @see https://www.sqlite.org/datatype3.html#determination_of_column_affinity
 */
export function affinityOf(declaredType: string, isStrict: boolean): Affinity {
  const type = declaredType.toUpperCase();
  if (isStrict && type === 'ANY') return 'blob';
  if (type.includes('INT')) return 'integer';
  if (/CHAR|CLOB|TEXT/u.test(type)) return 'text';
  if (type === '' || type.includes('BLOB')) return 'blob';
  return /REAL|FLOA|DOUB/u.test(type) ? 'real' : 'numeric';
}
