import { fingerprintText } from '../../../catalog/fingerprint.ts';
import type { StrayValue } from '../../../values/value-check.ts';

/** Stray values under names that tell them apart and tell nothing else: for what is kept of a column that redacts. */
export function hideValues(strays: readonly StrayValue[]): readonly StrayValue[] {
  return strays.map(({ value, length, ...stray }) => ({
    ...stray,
    value: value === null ? null : fingerprintText(JSON.stringify([value, length ?? null])),
  }));
}
