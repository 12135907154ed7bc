import type { Drift, DriftKind } from './drift.ts';
import { matcherOf } from './pattern.ts';
import type { Severity } from './severity.ts';

/** How much the drifts of some objects hurt, where that is not what it is by default. */
export interface SeverityRule {
  /** An ObjectId in which `*` stands for any run of characters, in the kind too: `index:public.*`, `*:audit.*`. */
  readonly pattern: string;
  /** Only drifts of this kind; absent: of every kind. */
  readonly kind?: DriftKind;
  readonly severity: Severity;
}

/** Gives each drift the severity of the first rule that speaks of it; without one, a drift keeps its own. */
export function applySeverityRules(drifts: readonly Drift[], rules: readonly SeverityRule[] = []): readonly Drift[] {
  if (rules.length === 0) return drifts;
  const matchers = rules.map((rule) => ({ ...rule, matches: matcherOf(rule.pattern) }));
  return drifts.map((drift) => {
    const rule = matchers.find(({ kind, matches }) => (kind ?? drift.kind) === drift.kind && matches(drift.id));
    return rule === undefined || rule.severity === drift.severity ? drift : { ...drift, severity: rule.severity };
  });
}
