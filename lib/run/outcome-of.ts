import type { Diagnostic } from '../diagnostic.ts';
import type { Outcome } from '../report/run-report.ts';
import type { SureLook } from './two-looks.ts';

/** What a look amounts to: a gap is never taken for being in sync, and hides no drift. */
export function outcomeOf(look: SureLook, diagnostics: readonly Diagnostic[]): Outcome {
  if (look.drifts.length > 0) return 'drift';
  const isBlind = diagnostics.some((diagnostic) => diagnostic.level === 'error');
  return isBlind || look.values.some((value) => value.outcome === 'unknown') ? 'unknown' : 'inSync';
}
