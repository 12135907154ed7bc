import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import type { Session } from '../engines/engine.ts';
import { DriftlineError } from '../errors.ts';
import type { Plan } from '../plan/statement.ts';
import { StatementError } from '../statement-error.ts';
import type { Sight } from './find-unproved.ts';
import type { Ledger } from './ledger.ts';

/** What a repair asks of the world outside the database. */
export interface RepairWorld {
  /** How a catalog differs from the expectation, as people are shown it. */
  readonly findDrifts: (actual: CatalogSnapshot) => Promise<readonly Drift[]>;
  /** Stops the repair: the statement that runs is cancelled and its transaction rolled back. */
  readonly signal?: AbortSignal;
  readonly now: () => Date;
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** One repair while it runs. */
export interface RepairRun extends RepairWorld {
  readonly session: Session;
  readonly plan: Plan;
  readonly ledger: Ledger;
}

/** Why an attempt came to nothing. */
export interface Failure {
  /** Another session's lock stood in the way: another attempt may succeed. */
  readonly mayPass: boolean;
  readonly isConnectionLost: boolean;
  readonly isInterrupted: boolean;
  /** Something of the name is there that was not when the plan was made. */
  readonly isTaken?: true;
  readonly reason: string;
}

const mostAttempts = 5;

/** What another attempt depends on. */
type Chance = Pick<RepairRun, 'sleep' | 'random' | 'signal'>;

/** What has queued up behind an attempt gets at least this long to pass before the next. */
const shortestPauseMs = 100;

/**
 * Makes an attempt, and again while it only met another session's lock: at most five times, with pauses of a random
 * length from 0.1 s up to 0.4, 0.8, 1.6 and 3.2 s, so that two repairs do not keep meeting. The pauses together last 6 s
 * at most.
 */
export async function attemptRepeatedly<T extends { readonly failure?: Failure }>(
  run: Chance,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let made = 1; ; made++) {
    const result = await attempt();
    if (result.failure?.mayPass !== true) return result;
    if (made === mostAttempts || !(await pause(run, 200 * 2 ** made))) {
      const reason = `${result.failure.reason} (tried ${made} times)`;
      return { ...result, failure: { ...result.failure, reason, isInterrupted: isInterrupted(run) } };
    }
  }
}

/** False when the repair is interrupted instead. */
async function pause({ sleep, random, signal }: Chance, longestMs: number): Promise<boolean> {
  try {
    await sleep(Math.round(shortestPauseMs + random() * (longestMs - shortestPauseMs)), signal);
  } catch {
    return false;
  }
  return signal?.aborted !== true;
}

export function isInterrupted({ signal }: Pick<RepairRun, 'signal'>): boolean {
  return signal?.aborted === true;
}

/**
 * Sorts what an attempt threw.
 *
 * @throws whatever is no DriftlineError, which is a bug
 */
export function failureOf(run: RepairRun, error: unknown): Failure {
  if (!(error instanceof DriftlineError)) throw error;
  const isLost = error.code === 'connection-lost';
  const metLock =
    error.code === 'catalog-locked' || (error instanceof StatementError && lockConditions.has(error.code));
  const wasStopped = isInterrupted(run);
  return {
    mayPass: metLock && !wasStopped,
    isConnectionLost: isLost,
    isInterrupted: wasStopped,
    ...(error.code === 'already-exists' ? { isTaken: true } : {}),
    reason: wasStopped
      ? 'the repair was interrupted'
      : [error.message, error.remedy].filter((part) => part !== undefined).join('. '),
  };
}

const lockConditions: ReadonlySet<string> = new Set(['lock-timeout', 'deadlock']);

/** Looks at the catalog and how it differs from the expectation now. */
export async function lookAgain({ session, findDrifts }: RepairRun): Promise<Sight> {
  const { snapshot } = await session.introspect();
  return { snapshot, drifts: await findDrifts(snapshot) };
}
