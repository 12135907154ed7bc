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
 * The exit code for a check of several environments. What could not be seen or failed outweighs drift: a gate
 * must not take a gap for an answer.
 *
 * @param failOn drifts below this severity count as none
 */
export function exitCodeOf(report: CheckReport, failOn: Severity): number {
  if (report.environments.some(isFailure)) return exitCodes.failure;
  const drifts = report.environments.flatMap((environment) => environment.drifts);
  return drifts.some(({ severity }) => isAtLeast(severity, failOn)) ? exitCodes.drift : exitCodes.inSync;
}

function isFailure({ outcome, diagnostics, applied }: RunReport): boolean {
  const wasBlind = outcome === 'unknown' || diagnostics.some(({ level }) => level === 'error');
  return wasBlind || (applied?.results.some((result) => brokenOutcomes.has(result.outcome)) ?? false);
}

const brokenOutcomes = new Set(['failed', 'rolledBack', 'inDoubt']);
