import type { Statement } from '../plan/statement.ts';

/**
 * What became of one statement. `alreadyThere`: what it was to do was done after the plan was made, by somebody else or
 * by a repair whose answer was lost, in just the planned definition. `inDoubt`: the connection died at COMMIT, so the
 * server alone knows; the next check tells. `rolledBack`: it ran, and a later step undid it.
 */
export type StatementOutcome = 'applied' | 'alreadyThere' | 'refused' | 'failed' | 'rolledBack' | 'inDoubt';

/** Attempts at a statement that ended because others held what it needed, so that nobody had to wait behind it. */
export interface LockWaits {
  /** How often it gave up, by its lock timeout or as the loser of a deadlock. */
  readonly times: number;
  /** How long it had waited in all these attempts together, without the pauses between them. */
  readonly waitedMs: number;
}

export interface StatementResult {
  readonly statement: Statement;
  readonly outcome: StatementOutcome;
  /** Why it did not apply; absent for `applied`. */
  readonly reason?: string;
  /** How long it ran in its last attempt, with the wait for its locks; 0 when it was not tried. */
  readonly tookMs: number;
  /** Absent when it met no lock that it did not get in time. */
  readonly lockWaits?: LockWaits;
}

/** What a repair did, statement by statement, in the plan's order. */
export interface ApplyReport {
  readonly results: readonly StatementResult[];
  /** Why nothing was tried at all; absent when something was. */
  readonly refused?: { readonly code: string; readonly reason: string; readonly remedy?: string };
  /** The copy that was made before anything was changed; absent when nothing was, or the server itself can go back. */
  readonly backup?: {
    readonly path: string;
    /** What to do to go back to it, as a command. */
    readonly howToRestore: string;
  };
  readonly tookMs: number;
}
