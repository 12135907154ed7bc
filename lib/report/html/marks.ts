import type { Drift, DriftKind } from '../../diff/drift.ts';
import type { Severity } from '../../diff/severity.ts';
import { type Markup, markup } from '../markup.ts';
import type { Outcome } from '../run-report.ts';

/** The same marks as in the terminal: `+` would be added, `−` is there and not expected, `~` is there and differs. */
export const driftMarks: { readonly [kind in DriftKind]: readonly [mark: string, style: string] } = {
  missing: ['+', 'good'],
  unexpected: ['−', 'bad'],
  modified: ['~', 'doubt'],
  renamed: ['~', 'doubt'],
  invalid: ['~', 'doubt'],
};

export const outcomeMarks: { readonly [outcome in Outcome]: readonly [mark: string, word: string, style: string] } = {
  inSync: ['✓', 'in sync', 'good'],
  drift: ['✗', 'drift', 'bad'],
  unknown: ['?', 'unknown', 'doubt'],
};

/** How a severity looks. */
export function severityBadge(severity: Severity): Markup {
  const style = severity === 'critical' || severity === 'high' ? 'bad' : severity === 'medium' ? 'doubt' : 'quiet';
  return markup`<span class="badge ${style}">${severity}</span>`;
}

/** Counts drifts by their marks: `+2 ~1`. */
export function countByMark(drifts: readonly Drift[]): string {
  const counts = Map.groupBy(drifts, ({ kind }) => driftMarks[kind][0]);
  return [...counts].map(([mark, group]) => `${mark}${group.length}`).join(' ');
}
