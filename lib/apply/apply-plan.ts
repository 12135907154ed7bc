import { fingerprintCatalog } from '../catalog/fingerprint.ts';
import { equalJson } from '../catalog/normalize.ts';
import { nameOf, type ObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import type { Introspection, Session } from '../engines/engine.ts';
import type { Refusal } from '../engines/repair.ts';
import { DriftlineError } from '../errors.ts';
import type { Plan, Statement } from '../plan/statement.ts';
import { applyAlone } from './apply-alone.ts';
import type { ApplyReport } from './apply-report.ts';
import { applyTransaction } from './apply-transaction.ts';
import { findPlanChange } from './find-plan-change.ts';
import { isThere, thereReason } from './find-there.ts';
import type { Sight } from './find-unproved.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { isInterrupted, type RepairRun, type RepairWorld } from './repair-run.ts';

export interface ApplyOptions extends RepairWorld {
  /** What the plan was made from, to name what has changed since. */
  readonly before: Introspection;
  /** The plan that a person was shown: nothing else is run. Absent: nobody was asked. */
  readonly reviewed?: Plan;
}

/**
 * Runs the statements of a plan that are not held for a person, and proves each step by looking at the catalog again.
 *
 * Nothing is tried on a standby, without the rights for all of it, while another repair runs, or when the catalog is no
 * longer the one that the plan was made for. Statements of a transaction are kept together or not at all, and only if
 * they did what they were to do and nothing else changed. Interrupted at any moment, it rolls back, gives the lock back
 * and says so; a transaction is never left open.
 *
 * @throws only what is a bug: trouble with the database is in the report
 */
export async function applyPlan(session: Session, plan: Plan, options: ApplyOptions): Promise<ApplyReport> {
  const ledger = openLedger(plan, options.now);
  const chosen = plan.statements.filter(({ held }) => held === undefined);
  for (const statement of plan.statements)
    if (statement.held !== undefined) ledger.note(statement, 'refused', statement.held);
  const { reviewed, before } = options;
  const change = reviewed === undefined ? undefined : findPlanChange(reviewed, plan, before.snapshot);
  if (chosen.length === 0 && change === undefined) return ledger.close();
  const run: RepairRun = { ...options, session, plan, ledger };
  try {
    if (reviewed !== undefined && change !== undefined) return await refuseReviewed(reviewed, change, options);
    return (await applyWithLock(run, chosen, before.snapshot)) ?? withBackup(ledger.close(), session);
  } catch (error) {
    return ledger.refuse(refusalFor(error));
  }
}

/**
 * Says of a plan that does not fit any more which of its statements have nothing left to do: they were run by a repair
 * whose answer was lost, or by somebody else. Nothing is refused where that is true of all of them.
 */
async function refuseReviewed(plan: Plan, change: Refusal, options: ApplyOptions): Promise<ApplyReport> {
  const ledger = openLedger(plan, options.now);
  for (const statement of plan.statements)
    if (statement.held !== undefined) ledger.note(statement, 'refused', statement.held);
  const chosen = plan.statements.filter(({ held }) => held === undefined);
  const drifts = await options.findDrifts(options.before.snapshot);
  return change.code === 'catalog-changed' && noteThere(ledger, chosen, drifts)
    ? ledger.close()
    : ledger.refuse(change);
}

/** Notes which statements have nothing left to do. True when that is so of all of them. */
function noteThere(ledger: Ledger, chosen: readonly Statement[], drifts: readonly Drift[]): boolean {
  const there = chosen.filter((statement) => isThere(statement, drifts));
  for (const statement of there) ledger.note(statement, 'alreadyThere', thereReason);
  return there.length > 0 && there.length === chosen.length;
}

function withBackup(report: ApplyReport, { repair }: Session): ApplyReport {
  const backup = repair.keepsake?.();
  return backup === undefined ? report : { ...report, backup };
}

/** Cancels what runs in the database at the moment of an abort. Stopping waits for a cancellation under way. */
function cancelOnAbort({ signal, session }: RepairRun): () => Promise<void> {
  let cancelling: Promise<void> = Promise.resolve();
  const cancel = () => {
    cancelling = session.repair.cancel().catch(() => undefined);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  return async () => {
    signal?.removeEventListener('abort', cancel);
    await cancelling;
  };
}

async function applyWithLock(
  run: RepairRun,
  chosen: readonly Statement[],
  planned: CatalogSnapshot,
): Promise<ApplyReport | undefined> {
  const { repair } = run.session;
  const refusals = await repair.refusals(chosen);
  const forAll = refusals.filter((refusal) => refusal.of === undefined);
  if (forAll.length > 0) return run.ledger.refuse(joinRefusals(forAll));
  const possible = chosen.filter((statement) => mayRun(run.ledger, statement, refusals));
  if (!(await repair.lock())) return run.ledger.refuse(alreadyRepairing);
  const stopWatching = cancelOnAbort(run);
  try {
    const { snapshot } = await run.session.introspect();
    const drifts = await run.findDrifts(snapshot);
    if (fingerprintCatalog(snapshot) !== run.plan.catalogFingerprint) {
      const isDone = noteThere(run.ledger, chosen, drifts);
      return isDone ? undefined : run.ledger.refuse(catalogChanged(planned, snapshot));
    }
    if (isInterrupted(run)) return run.ledger.refuse(interrupted);
    const withheld = new Set(chosen.filter((each) => !possible.includes(each)).flatMap(({ provides }) => provides));
    await applyStages(run, possible, withheld, { snapshot, drifts });
    return undefined;
  } finally {
    // A cancellation still under way must not meet whatever runs next.
    await stopWatching();
    // Where the connection is gone, the server has given the lock back.
    await repair.unlock().catch(() => undefined);
  }
}

/** Notes what forbids a statement on its own, as somebody who builds an index on the same table. */
function mayRun(ledger: Ledger, statement: Statement, refusals: readonly Refusal[]): boolean {
  const against = refusals.filter(({ of }) => of?.includes(statement));
  if (against.length === 0) return true;
  const { reason, remedy } = joinRefusals(against);
  ledger.note(statement, 'refused', [reason, remedy].filter((part) => part !== undefined).join('. '));
  return false;
}

/** Stage by stage: what runs alone one by one, what shares a transaction together. */
async function applyStages(
  run: RepairRun,
  chosen: readonly Statement[],
  withheld: Set<ObjectId>,
  start: Sight,
): Promise<void> {
  const done: Statement[] = [];
  let sight = start;
  for (const stage of stagesOf(chosen)) {
    if (isInterrupted(run)) return refuseRest(run.ledger, chosen, done, interrupted.reason);
    const possible = stage.filter((statement) => isPossible(run.ledger, statement, withheld));
    const [first] = possible;
    if (first === undefined) continue;
    if (first.transaction === 'inside') {
      const after = await applyTransaction(run, possible, [...done], sight);
      if (after === undefined) return;
      done.push(...possible);
      sight = after;
      continue;
    }
    const { isApplied, after, isConnectionLost } = await applyAlone(run, first, [...done], sight);
    if (isConnectionLost) return;
    sight = after ?? sight;
    if (isApplied) done.push(first);
    else for (const id of first.provides) withheld.add(id);
  }
}

/** Runs of statements that share a transaction; each that runs alone is a stage of its own. */
function stagesOf(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const stages: Statement[][] = [];
  for (const statement of statements) {
    const last = stages.at(-1);
    if (statement.transaction === 'inside' && last?.[0]?.transaction === 'inside') last.push(statement);
    else stages.push([statement]);
  }
  return stages;
}

function isPossible(ledger: Ledger, statement: Statement, withheld: Set<ObjectId>): boolean {
  const lacking = statement.requires.find((id) => withheld.has(id));
  if (lacking === undefined) return true;
  ledger.note(statement, 'refused', `needs ${nameOf(lacking)}, which was not made`);
  for (const id of statement.provides) withheld.add(id);
  return false;
}

function refuseRest(ledger: Ledger, chosen: readonly Statement[], done: readonly Statement[], reason: string): void {
  for (const statement of chosen) if (!done.includes(statement)) ledger.note(statement, 'refused', reason);
}

const interrupted: Refusal = { code: 'interrupted', reason: 'the repair was interrupted' };

const alreadyRepairing: Refusal = {
  code: 'repair-in-progress',
  reason: 'another repair of this database is running',
  remedy: 'Wait for it to end, then check again.',
};

function joinRefusals(refusals: readonly Refusal[]): Refusal {
  const remedies = refusals.flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy]));
  return {
    code: refusals[0]?.code ?? 'refused',
    reason: refusals.map(({ reason }) => reason).join('; '),
    ...(remedies.length === 0 ? {} : { remedy: [...new Set(remedies)].join(' ') }),
  };
}

function catalogChanged(planned: CatalogSnapshot, now: CatalogSnapshot): Refusal {
  const ids = [...new Set([...Object.keys(planned.objects), ...Object.keys(now.objects)])];
  const changed = ids.filter((id) => !equalJson(planned.objects[id], now.objects[id])).map(nameOf);
  const named = changed.length === 0 ? '' : ` in ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ', ...' : ''}`;
  return {
    code: 'catalog-changed',
    reason: `the catalog has changed since the plan was made${named}`,
    remedy: 'Check again, so that the plan fits what is there now.',
  };
}

function refusalFor(error: unknown): Refusal {
  if (!(error instanceof DriftlineError)) throw error;
  return {
    code: error.code,
    reason: error.message,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
  };
}
