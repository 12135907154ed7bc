import type { Statement } from '../plan/statement.ts';
import { findUnproved, type Sight } from './find-unproved.ts';
import { attemptRepeatedly, type Failure, failureOf, isInterrupted, lookAgain, type RepairRun } from './repair-run.ts';

interface Attempt {
  /** The catalog after COMMIT; absent when the transaction was not kept. */
  readonly after?: Sight;
  readonly failure?: Failure;
  /** The statement that failed; absent when all ran but were not kept. */
  readonly failed?: Statement;
  /** COMMIT was sent and no answer came. */
  readonly isInDoubt?: true;
  readonly tookMs: ReadonlyMap<Statement, number>;
}

/**
 * Runs statements in one transaction and keeps it only if the catalog then shows that they did what they were to do
 * and nothing else changed. Notes what became of each.
 *
 * @returns the catalog after COMMIT, or undefined when nothing was kept or nobody knows
 */
export async function applyTransaction(
  run: RepairRun,
  statements: readonly Statement[],
  earlier: readonly Statement[],
  before: Sight,
): Promise<Sight | undefined> {
  const attempt = await attemptRepeatedly(run, () => tryTransaction(run, statements, earlier, before));
  note(run, statements, attempt);
  return attempt.after;
}

async function tryTransaction(
  run: RepairRun,
  ran: readonly Statement[],
  earlier: readonly Statement[],
  before: Sight,
): Promise<Attempt> {
  const { repair } = run.session;
  const tookMs = new Map<Statement, number>();
  let current: Statement | undefined;
  try {
    await repair.begin();
    for (const statement of ran) {
      if (isInterrupted(run)) return await undo(run, tookMs, interruption);
      current = statement;
      const started = run.now().getTime();
      await repair.run(statement);
      tookMs.set(statement, run.now().getTime() - started);
    }
    current = undefined;
    const after = await lookAgain(run);
    const unproved = findUnproved({ plan: run.plan, ran, earlier, before, after });
    if (unproved !== undefined) return await undo(run, tookMs, permanent(`rolled back before COMMIT: ${unproved}`));
    if (isInterrupted(run)) return await undo(run, tookMs, interruption);
    return await commit(run, tookMs, after);
  } catch (error) {
    const undone = await undo(run, tookMs);
    return { ...undone, failure: failureOf(run, error), ...(current === undefined ? {} : { failed: current }) };
  }
}

async function commit(run: RepairRun, tookMs: Attempt['tookMs'], after: Sight): Promise<Attempt> {
  try {
    await run.session.repair.commit();
    return { tookMs, after };
  } catch (error) {
    const failure = failureOf(run, error);
    if (failure.isConnectionLost) return { tookMs, failure, isInDoubt: true };
    return await undo(run, tookMs, failure);
  }
}

/** Rolls back. Where even that fails the connection is gone, and with it the transaction. */
async function undo(run: RepairRun, tookMs: Attempt['tookMs'], failure?: Failure): Promise<Attempt> {
  try {
    await run.session.repair.rollback();
  } catch {
    await run.session.close().catch(() => undefined);
  }
  return { tookMs, ...(failure === undefined ? {} : { failure }) };
}

const interruption: Failure = {
  mayPass: false,
  isConnectionLost: false,
  isInterrupted: true,
  reason: 'the repair was interrupted',
};

function permanent(reason: string): Failure {
  return { mayPass: false, isConnectionLost: false, isInterrupted: false, reason };
}

function note({ ledger }: RepairRun, statements: readonly Statement[], attempt: Attempt): void {
  const reason = attempt.failure?.reason;
  for (const statement of statements) {
    const tookMs = attempt.tookMs.get(statement);
    if (attempt.after !== undefined) ledger.note(statement, 'applied', undefined, tookMs);
    else if (attempt.isInDoubt) ledger.note(statement, 'inDoubt', `no answer to COMMIT: ${reason}`, tookMs);
    else if (statement === attempt.failed && !attempt.failure?.isInterrupted) ledger.note(statement, 'failed', reason);
    else if (tookMs === undefined && statement !== attempt.failed)
      ledger.note(statement, 'refused', `not tried: ${reason}`);
    else ledger.note(statement, 'rolledBack', reason, tookMs);
  }
}
