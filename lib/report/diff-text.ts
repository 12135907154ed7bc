import type { Drift } from '../diff/drift.ts';
import { line, paint, span, wrap } from './layout.ts';
import { driftWord } from './text/drift-word.ts';
import { driftLines } from './text/drifts.ts';
import { columnsFor, paletteFor, type TextOptions } from './text-options.ts';
import { count, countDrifts } from './words.ts';

/**
 * Shows how two catalogs differ, grouped by table, and counts the differences in the last line. `+` is only in the
 * expected one, `-` only in the actual one, `~` in both and different.
 */
export function renderDiff(drifts: readonly Drift[], options: TextOptions): string {
  const width = columnsFor(options);
  const palette = paletteFor(options);
  if (drifts.length === 0) return paint([line(span('✓ ', 'good'), 'No differences.')], palette);
  const total = `${count(drifts.length, 'difference')}: ${countDrifts(drifts, driftWord, 6)}.`;
  return paint([...driftLines(drifts, width), [], ...wrap(line(total), width, 2)], palette);
}
