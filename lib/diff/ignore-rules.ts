import type { Diagnostic } from '../diagnostic.ts';

/** Objects that are nobody's drift. */
export interface IgnoreRule {
  /** An ObjectId in which `*` stands for any run of characters: `table:public.tmp_*`. */
  readonly pattern: string;
  readonly reason?: string;
  /** The last day on which the rule holds, in UTC: `2027-01-31`. Absent: for ever. */
  readonly until?: string;
}

/**
 * Leaves out the rules whose last day is over, with a warning for each: what they hid is drift again.
 *
 * @param now decides which day it is, in UTC
 */
export function ignoreRulesInForce(
  rules: readonly IgnoreRule[],
  now: Date,
): { readonly rules: readonly IgnoreRule[]; readonly diagnostics: readonly Diagnostic[] } {
  const today = now.toISOString().slice(0, 10);
  const isOver = ({ until }: IgnoreRule) => until !== undefined && until < today;
  return { rules: rules.filter((rule) => !isOver(rule)), diagnostics: rules.filter(isOver).map(expired) };
}

function expired({ pattern, reason, until }: IgnoreRule): Diagnostic {
  return {
    level: 'warning',
    code: 'ignore-rule-expired',
    message: `the rule to ignore ${pattern}${reason === undefined ? '' : ` (${reason})`} ended on ${until} and holds no more`,
    remedy: 'Mend what it hid, or set a later `until` in the configuration if the reason still stands.',
  };
}
