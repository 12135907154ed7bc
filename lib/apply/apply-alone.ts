import type { Statement } from '../plan/statement.ts';
import { findUnmended, type Sight } from './find-unproved.ts';
import { attemptRepeatedly, type Failure, failureOf, lookAgain, type RepairRun } from './repair-run.ts';

interface Attempt {
  /** The catalog afterwards; absent when nobody looked. */
  readonly after?: Sight;
  readonly failure?: Failure;
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
  const started = run.now().getTime();
  const { after, failure } = await attemptRepeatedly(run, () => tryAlone(run, statement, earlier, before));
  const tookMs = run.now().getTime() - started;
  if (failure === undefined) run.ledger.note(statement, 'applied', undefined, tookMs);
  else if (failure.isConnectionLost) {
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
  try {
    await run.session.repair.run(statement);
  } catch (error) {
    return { failure: await cleanUp(run, statement, failureOf(run, error)) };
  }
  try {
    const after = await lookAgain(run);
    const unmended = findUnmended({ plan: run.plan, ran: [statement], earlier, before, after });
    if (unmended === undefined) return { after };
    const failure = {
      mayPass: false,
      isConnectionLost: false,
      isInterrupted: false,
      reason: `it ran, but ${unmended}`,
    };
    return { after, failure: await cleanUp(run, statement, failure) };
  } catch (error) {
    const { reason, ...failure } = failureOf(run, error);
    return { failure: { ...failure, mayPass: false, reason: `it ran, but its effect was not seen: ${reason}` } };
  }
}

async function cleanUp({ session }: RepairRun, statement: Statement, failure: Failure): Promise<Failure> {
  if (failure.isConnectionLost) return failure;
  try {
    const wasLeft = await session.repair.cleanUp(statement);
    return wasLeft ? { ...failure, reason: `${failure.reason}; what it left half-made was removed` } : failure;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...failure, reason: `${failure.reason}; what it left half-made could not be removed: ${why}` };
  }
}
