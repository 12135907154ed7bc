import type { Drift } from './drift.ts';

/**
 * The drifts that stand for themselves: without those that another one of the list explains. One cause is one alarm.
 */
export function causesOf(drifts: readonly Drift[]): readonly Drift[] {
  const fingerprints = new Set(drifts.map(({ fingerprint }) => fingerprint));
  return drifts.filter(({ explainedBy }) => explainedBy === undefined || !fingerprints.has(explainedBy));
}
