import type { Statement } from '../plan/statement.ts';

/**
 * What became of one statement. `inDoubt`: the connection died at COMMIT, so the server alone knows; the next check
 * tells. `rolledBack`: it ran, and a later step undid it.
 */
export type StatementOutcome = 'applied' | 'refused' | 'failed' | 'rolledBack' | 'inDoubt';

export interface StatementResult {
  readonly statement: Statement;
  readonly outcome: StatementOutcome;
  /** Why it did not apply; absent for `applied`. */
  readonly reason?: string;
  readonly tookMs: number;
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
