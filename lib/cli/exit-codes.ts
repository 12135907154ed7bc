import { isAtLeast, type Severity } from '../diff/severity.ts';
import type { CheckReport, RunReport } from '../report/run-report.ts';

/** What the command line says to scripts. */
export const exitCodes = {
  inSync: 0,
  /** Something failed, or could not be looked at: nothing may be concluded. */
  failure: 1,
  drift: 2,
  /** Stopped by Ctrl-C or a signal, as shells have it: 128 and the signal's number. */
  interrupted: 130,
} as const;

/** The same for `--help`. */
export const exitCodeHelp: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'in sync'],
  ['2', 'drift'],
  ['1', 'failure, or something could not be looked at'],
];

/**
 * The exit code for a check of several environments. An environment that is unknown, or whose repair failed, outweighs
 * drift: a gate must not take a gap for an answer.
 *
 * @param failOn drifts below this severity count as none
 */
export function exitCodeOf({ environments }: CheckReport, failOn: Severity): number {
  if (environments.some((report) => report.outcome === 'unknown' || isBrokenRepair(report))) return exitCodes.failure;
  const drifts = environments.flatMap((report) => report.drifts);
  if (drifts.some(({ severity }) => isAtLeast(severity, failOn))) return exitCodes.drift;
  return environments.some(hasGap) ? exitCodes.failure : exitCodes.inSync;
}

function isBrokenRepair({ applied }: RunReport): boolean {
  return applied?.results.some(({ outcome }) => ['failed', 'rolledBack', 'inDoubt'].includes(outcome)) ?? false;
}

/** Drift that does not count must not hide that something else was not seen. */
function hasGap({ diagnostics, values }: RunReport): boolean {
  return diagnostics.some(({ level }) => level === 'error') || values.some(({ outcome }) => outcome === 'unknown');
}
