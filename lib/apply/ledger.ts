import type { Plan, Statement } from '../plan/statement.ts';
import type { ApplyReport, LockWaits, StatementOutcome, StatementResult } from './apply-report.ts';

/** Keeps what became of each statement of a plan until the report is due. */
export interface Ledger {
  readonly note: (statement: Statement, outcome: StatementOutcome, reason?: string, tookMs?: number) => void;
  /** Notes an attempt that met the lock of another session for this long. */
  readonly noteWait: (statement: Statement, waitedMs: number) => void;
  /** The report: what nothing was noted of was not tried. */
  readonly close: () => ApplyReport;
  /** The report of a repair that was refused before anything was tried. */
  readonly refuse: (refused: NonNullable<ApplyReport['refused']>) => ApplyReport;
}

export function openLedger(plan: Plan, now: () => Date): Ledger {
  const started = now().getTime();
  const results = new Map<Statement, StatementResult>();
  const waits = new Map<Statement, LockWaits>();
  const resultOf = (statement: Statement, reason: string): StatementResult => {
    const result = results.get(statement) ?? { statement, outcome: 'refused', reason, tookMs: 0 };
    const lockWaits = waits.get(statement);
    return lockWaits === undefined ? result : { ...result, lockWaits };
  };
  const report = (reason: string): ApplyReport => ({
    results: plan.statements.map((statement) => resultOf(statement, reason)),
    tookMs: now().getTime() - started,
  });
  return {
    note: (statement, outcome, reason, tookMs = 0) => {
      results.set(statement, { statement, outcome, ...(reason === undefined ? {} : { reason }), tookMs });
    },
    noteWait: (statement, waitedMs) => {
      const { times, waitedMs: before } = waits.get(statement) ?? { times: 0, waitedMs: 0 };
      waits.set(statement, { times: times + 1, waitedMs: before + waitedMs });
    },
    close: () => report('not tried, because the repair stopped before it'),
    refuse: (refused) => ({ ...report(refused.reason), refused }),
  };
}
