import type { ObjectId } from '../catalog/object-id.ts';
import type { Hazard } from './hazard.ts';
import type { LockMode } from './lock-mode.ts';

/** One DDL statement of a plan, with all that a person needs to judge it. */
export interface Statement {
  /** Complete SQL without the closing semicolon. */
  readonly sql: string;
  /** The drifted objects that this statement mends. */
  readonly causedBy: readonly ObjectId[];
  /** What it may hurt; empty when nothing. */
  readonly hazards: readonly Hazard[];
  /** The strongest lock it takes on a table that existed before; absent when it takes none. */
  readonly lockMode?: LockMode;
  /** The tables that the lock is taken on. */
  readonly locks: readonly ObjectId[];
  /**
   * `outside`: it runs alone, because PostgreSQL refuses it in a transaction block, or because what it makes cannot be
   * used before COMMIT, or because it lasts too long to hold the locks of others meanwhile.
   */
  readonly transaction: 'inside' | 'outside';
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Objects that exist once it has run, for ordering. */
  readonly provides: readonly ObjectId[];
  /**
   * Objects that are gone once it has run, for ordering: it comes after whatever removes what depends on them, and before
   * whatever provides them, or another object of their name. What `provides` names too is made anew in place: dependents
   * go before it and come back after it. Absent: none.
   */
  readonly removes?: readonly ObjectId[];
  /** Objects that must exist before it runs, for ordering. Those that no statement provides are taken to exist. */
  readonly requires: readonly ObjectId[];
  /**
   * Objects that are to be in order before it runs: it comes after what other rules do in their name, provide or remove.
   * Unlike what it requires, they do not hold it back. Read while a plan is ordered, and in no finished plan.
   */
  readonly comesAfter?: readonly ObjectId[];
  /** The same the other way round: what other rules do in the name of these waits for it. */
  readonly comesBefore?: readonly ObjectId[];
  /**
   * The existing tables whose size decides how long it takes (an index build, a validation): automatic repair
   * looks their size up before it starts. Empty when the size does not matter.
   */
  readonly sizedBy: readonly ObjectId[];
  /** Why it waits for a person; absent: it may run by itself where the policy is `safe`. */
  readonly held?: string;
}

/** The statements that mend a set of drifts, in an order in which they can run. */
export interface Plan {
  /** Fingerprint of the actual catalog that the plan was made for. */
  readonly catalogFingerprint: string;
  readonly statements: readonly Statement[];
  /** Drifts that no statement mends, each with the reason. */
  readonly unplanned: readonly { readonly id: ObjectId; readonly reason: string }[];
}

/** What an environment allows: nothing, showing the plan, or running what has no hazards. */
export const repairPolicies = ['off', 'plan', 'safe'] as const;

/** The most that may be done about drift. */
export type RepairPolicy = (typeof repairPolicies)[number];
