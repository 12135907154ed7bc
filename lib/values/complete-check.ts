import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { ValueCheck } from './value-check.ts';

/**
 * Settles what a check leaves to the expectation: NULL is accepted where the check says so, or says nothing and the
 * expected column may be NULL. A column that the expectation lacks may be NULL.
 */
export function completeCheck(check: ValueCheck, expected: CatalogSnapshot): ValueCheck & { nulls: 'allow' | 'deny' } {
  if (check.nulls !== undefined) return { ...check, nulls: check.nulls };
  const isNullable = check.expression !== undefined || expected.objects[check.column]?.isNullable !== false;
  return { ...check, nulls: isNullable ? 'allow' : 'deny' };
}
