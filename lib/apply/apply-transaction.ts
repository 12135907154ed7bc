import type { Statement } from '../plan/statement.ts';
import { findUnlike, isThere, thereReason } from './find-there.ts';
import { findUnproved, type Sight } from './find-unproved.ts';
import { startPatience } from './patience.ts';
import { attemptRepeatedly, type Failure, failureOf, isInterrupted, lookAgain, type RepairRun } from './repair-run.ts';

interface Attempt {
  /** The catalog after COMMIT; absent when the transaction was not kept. */
  readonly after?: Sight;
  readonly failure?: Failure;
  /** The statement that failed; absent when all ran but were not kept. */
  readonly failed?: Statement;
  /** COMMIT was sent and no answer came. */
  readonly isInDoubt?: true;
  /** Statements that found what they were to make. */
  readonly skipped: readonly Statement[];
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
  note(run, statements, attempt, attempt.failure?.isTaken ? await findThere(run, statements) : []);
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
  const skipped: Statement[] = [];
  const soFar = { skipped, tookMs };
  const patience = startPatience(run);
  let current: Statement | undefined;
  let started = 0;
  try {
    await repair.begin();
    for (const statement of ran) {
      if (isInterrupted(run)) return await undo(run, soFar, interruption);
      current = statement;
      started = run.now().getTime();
      if ((await repair.run(statement, patience.before(statement))) === 'skipped') skipped.push(statement);
      tookMs.set(statement, run.now().getTime() - started);
    }
    current = undefined;
    const after = await patience.proof();
    if ('late' in after) {
      const undone = await undo(run, soFar, { ...permanent('its proof kept others waiting too long'), mayPass: true });
      await after.late;
      return undone;
    }
    const unproved = findUnproved({ plan: run.plan, ran, earlier, before, after }) ?? findUnlike(skipped, after.drifts);
    if (unproved !== undefined) return await undo(run, soFar, permanent(`rolled back before COMMIT: ${unproved}`));
    if (isInterrupted(run)) return await undo(run, soFar, interruption);
    return await commit(run, soFar, after);
  } catch (error) {
    const failure = failureOf(run, error);
    if (current !== undefined) {
      const ms = run.now().getTime() - started;
      tookMs.set(current, ms);
      if (failure.mayPass) run.ledger.noteWait(current, ms);
    }
    const undone = await undo(run, soFar, failure);
    return current === undefined ? undone : { ...undone, failed: current };
  }
}

type SoFar = Pick<Attempt, 'skipped' | 'tookMs'>;

async function commit(run: RepairRun, soFar: SoFar, after: Sight): Promise<Attempt> {
  try {
    await run.session.repair.commit();
    return { ...soFar, after };
  } catch (error) {
    const failure = failureOf(run, error);
    if (failure.isConnectionLost) return { ...soFar, failure, isInDoubt: true };
    return await undo(run, soFar, failure);
  }
}

/** Rolls back. Where even that fails the connection is gone, and with it the transaction. */
async function undo(run: RepairRun, soFar: SoFar, failure: Failure): Promise<Attempt> {
  try {
    await run.session.repair.rollback();
  } catch {
    await run.session.close().catch(() => undefined);
  }
  return { ...soFar, failure };
}

/** What has come meanwhile is told apart from what only has its name. Nothing where nobody can look any more. */
async function findThere(run: RepairRun, statements: readonly Statement[]): Promise<readonly Statement[]> {
  try {
    const { drifts } = await lookAgain(run);
    return statements.filter((statement) => isThere(statement, drifts));
  } catch (error) {
    // Only to tell a bug, which is thrown on, from trouble with the database.
    failureOf(run, error);
    return [];
  }
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

function note(
  { ledger }: RepairRun,
  statements: readonly Statement[],
  attempt: Attempt,
  there: readonly Statement[],
): void {
  const reason = attempt.failure?.reason;
  for (const statement of statements) {
    const tookMs = attempt.tookMs.get(statement);
    if (there.includes(statement) || (attempt.after !== undefined && attempt.skipped.includes(statement)))
      ledger.note(statement, 'alreadyThere', thereReason, tookMs);
    else if (attempt.after !== undefined) ledger.note(statement, 'applied', undefined, tookMs);
    else if (attempt.isInDoubt) ledger.note(statement, 'inDoubt', `no answer to COMMIT: ${reason}`, tookMs);
    else if (statement === attempt.failed && !attempt.failure?.isInterrupted)
      ledger.note(statement, 'failed', reason, tookMs);
    else if (tookMs === undefined && statement !== attempt.failed)
      ledger.note(statement, 'refused', `not tried: ${reason}`);
    else ledger.note(statement, 'rolledBack', reason, tookMs);
  }
}
