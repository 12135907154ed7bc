import type { Plan, Statement } from '../plan/statement.ts';
import type { ApplyReport, StatementOutcome, StatementResult } from './apply-report.ts';

/** Keeps what became of each statement of a plan until the report is due. */
export interface Ledger {
  readonly note: (statement: Statement, outcome: StatementOutcome, reason?: string, tookMs?: number) => void;
  /** The report: what nothing was noted of was not tried. */
  readonly close: () => ApplyReport;
  /** The report of a repair that was refused before anything was tried. */
  readonly refuse: (refused: NonNullable<ApplyReport['refused']>) => ApplyReport;
}

export function openLedger(plan: Plan, now: () => Date): Ledger {
  const started = now().getTime();
  const results = new Map<Statement, StatementResult>();
  const report = (reason: string): ApplyReport => ({
    results: plan.statements.map(
      (statement) => results.get(statement) ?? { statement, outcome: 'refused', reason, tookMs: 0 },
    ),
    tookMs: now().getTime() - started,
  });
  return {
    note: (statement, outcome, reason, tookMs = 0) => {
      results.set(statement, { statement, outcome, ...(reason === undefined ? {} : { reason }), tookMs });
    },
    close: () => report('not tried, because the repair stopped before it'),
    refuse: (refused) => ({ ...report(refused.reason), refused }),
  };
}
