import type { Parameters } from 'fast-check';

/**
 * How much the laws draw: the same schemas each time, a dozen for each major. `DRIFTLINE_LAW_RUNS=200` draws more,
 * `DRIFTLINE_LAW_SEED=7` others; a failure names its seed and path, at once with `DRIFTLINE_LAW_SHRINK=no`.
 */
export function lawRuns<T>(runs = 12): Parameters<T> {
  return {
    numRuns: Number(process.env.DRIFTLINE_LAW_RUNS ?? runs),
    seed: Number(process.env.DRIFTLINE_LAW_SEED ?? 20_240_229),
    endOnFailure: process.env.DRIFTLINE_LAW_SHRINK === 'no',
    // Shrinking rebuilds a database for each attempt: long enough to be useful, short enough to wait for.
    interruptAfterTimeLimit: 100_000,
    markInterruptAsFailure: false,
  };
}
