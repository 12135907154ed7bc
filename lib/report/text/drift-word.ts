import { kindOf } from '../../catalog/object-id.ts';
import type { Drift } from '../../diff/drift.ts';
import { kindWord } from '../words.ts';
import { strayAttribute } from './values.ts';

/** What a drift is counted as: `missing table`, `column with stray values`, `lagging migration head`. */
export function driftWord(drift: Drift): string {
  const kind = kindOf(drift.id);
  if (drift.attribute === strayAttribute) return 'column with stray values';
  return kind === 'migration-head' ? `lagging ${kindWord(kind)}` : `${drift.kind} ${kindWord(kind)}`;
}
