/** How much a drift hurts, worst first: queries fail now; the next write fails; something is slow; names and comments. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;

/** How much a drift hurts. */
export type Severity = (typeof severities)[number];

/** Whether a severity is at least as bad as a threshold. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** The worst of some severities; undefined when there are none. */
export function worstOf(all: readonly Severity[]): Severity | undefined {
  return severities.find((severity) => all.includes(severity));
}
