import type { Drift } from '../diff/drift.ts';
import { severities } from '../diff/severity.ts';

/** Drifts by severity, the worst first; else in their own order. */
export function worstFirst(drifts: readonly Drift[]): readonly Drift[] {
  return [...drifts].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}
