import type { Statement } from '../plan/statement.ts';
import { findUnlike, thereReason } from './find-there.ts';
import { findUnmended, type Sight } from './find-unproved.ts';
import { attemptRepeatedly, type Failure, failureOf, lookAgain, type RepairRun } from './repair-run.ts';

interface Attempt {
  /** The catalog afterwards; absent when nobody looked. */
  readonly after?: Sight;
  readonly failure?: Failure;
  /** It found what it was to make. */
  readonly isThere?: true;
  /** It left something half-made, which is gone: no doubt is left that it failed. */
  readonly isUndone?: boolean;
  readonly tookMs: number;
}

/** What a statement that ran alone left. */
export interface AloneEnd {
  readonly isApplied: boolean;
  /** The catalog afterwards; absent when it is not known. */
  readonly after?: Sight;
  readonly isConnectionLost: boolean;
}

/**
 * Runs one statement outside any transaction and looks whether what it makes is there and valid. What a failed one
 * left half-made is removed. Notes what became of it.
 */
export async function applyAlone(
  run: RepairRun,
  statement: Statement,
  earlier: readonly Statement[],
  before: Sight,
): Promise<AloneEnd> {
  const attempt = await attemptRepeatedly(run, () => tryAlone(run, statement, earlier, before));
  const { after, failure, isThere, isUndone, tookMs } = attempt;
  if (failure === undefined) {
    if (isThere) run.ledger.note(statement, 'alreadyThere', thereReason, tookMs);
    else run.ledger.note(statement, 'applied', undefined, tookMs);
  } else if (failure.isConnectionLost && !isUndone) {
    run.ledger.note(statement, 'inDoubt', `no answer: ${failure.reason}`, tookMs);
  } else run.ledger.note(statement, failure.isInterrupted ? 'rolledBack' : 'failed', failure.reason, tookMs);
  return {
    isApplied: failure === undefined,
    isConnectionLost: failure?.isConnectionLost === true,
    ...(after === undefined ? {} : { after }),
  };
}

async function tryAlone(
  run: RepairRun,
  statement: Statement,
  earlier: readonly Statement[],
  before: Sight,
): Promise<Attempt> {
  const started = run.now().getTime();
  const elapsed = () => run.now().getTime() - started;
  let answer: 'ran' | 'skipped';
  try {
    answer = await run.session.repair.run(statement);
  } catch (error) {
    const failure = failureOf(run, error);
    const tookMs = elapsed();
    if (failure.mayPass) run.ledger.noteWait(statement, tookMs);
    return { ...(await cleanUp(run, statement, failure)), tookMs };
  }
  const tookMs = elapsed();
  try {
    const after = await lookAgain(run);
    const unmended =
      findUnmended({ plan: run.plan, ran: [statement], earlier, before, after }) ??
      (answer === 'skipped' ? findUnlike([statement], after.drifts) : undefined);
    if (unmended === undefined) return { after, tookMs, ...(answer === 'skipped' ? { isThere: true } : {}) };
    const failure = {
      mayPass: false,
      isConnectionLost: false,
      isInterrupted: false,
      reason: `it ran, but ${unmended}`,
    };
    return { after, ...(await cleanUp(run, statement, failure)), tookMs };
  } catch (error) {
    const { reason, ...failure } = failureOf(run, error);
    return {
      failure: { ...failure, mayPass: false, reason: `it ran, but its effect was not seen: ${reason}` },
      tookMs,
    };
  }
}

async function cleanUp(
  { session }: RepairRun,
  statement: Statement,
  failure: Failure,
): Promise<{ readonly failure: Failure; readonly isUndone: boolean }> {
  const telling = (more: string) => ({ ...failure, reason: `${failure.reason}; what it left half-made ${more}` });
  try {
    const isUndone = await session.repair.cleanUp(statement);
    return { failure: isUndone ? telling('was removed') : failure, isUndone };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { failure: telling(`could not be removed: ${why}`), isUndone: false };
  }
}
