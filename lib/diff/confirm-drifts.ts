import type { Drift } from './drift.ts';

/** Drifts of two looks at one database, sorted by how often they were seen. */
export interface ConfirmedDrifts {
  /** Seen by both looks, as the second saw them. */
  readonly confirmed: readonly Drift[];
  /** Seen by one look alone: on their way in or out. */
  readonly passed: readonly Drift[];
}

/** Keeps what two looks agree on, so that a deployment under way between them is not taken for drift. */
export function confirmDrifts(first: readonly Drift[], second: readonly Drift[]): ConfirmedDrifts {
  const before = new Set(first.map(({ fingerprint }) => fingerprint));
  const after = new Set(second.map(({ fingerprint }) => fingerprint));
  return {
    confirmed: second.filter(({ fingerprint }) => before.has(fingerprint)),
    passed: [
      ...first.filter(({ fingerprint }) => !after.has(fingerprint)),
      ...second.filter(({ fingerprint }) => !before.has(fingerprint)),
    ],
  };
}
