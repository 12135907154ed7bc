import type { ApplyReport } from '../apply/apply-report.ts';
import type { ObjectId } from '../catalog/object-id.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Drift } from '../diff/drift.ts';
import type { Plan, RepairPolicy } from '../plan/statement.ts';
import type { SourcePlace } from '../source-place.ts';
import type { ValueFinding } from '../values/judge-values.ts';
import type { TableSketch } from './table-sketch.ts';

/**
 * `inSync`: everything that was to be checked was seen and is as expected. `drift`: at least one drift is certain.
 * `unknown`: no drift was seen, but not everything could be looked at.
 */
export type Outcome = 'inSync' | 'drift' | 'unknown';

/** What one check of many environments found. Plain JSON; published as `schema/report.schema.json`. */
export interface CheckReport {
  readonly formatVersion: typeof reportFormatVersion;
  /** `unknown` when any environment is, else `drift` when any is: a gap must not hide behind a drift. */
  readonly outcome: Outcome;
  readonly environments: readonly RunReport[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly tookMs: number;
}

/** Raised when a document's meaning changes; fields may be added without. */
export const reportFormatVersion = 1;

/** What one run found in one environment, and what it did about it. Plain JSON. */
export interface RunReport {
  readonly environment: string;
  readonly expectation: string;
  readonly outcome: Outcome;
  /** What is different now: after the repair, where one ran. In id order, values included. */
  readonly drifts: readonly Drift[];
  /** What is different as well and accepted by the environment's baseline; absent where there is no such drift. */
  readonly accepted?: {
    /** The baseline's file, as the configuration names it. */
    readonly by: string;
    readonly drifts: readonly Drift[];
  };
  /** What was different before a repair ran; absent when none ran. */
  readonly driftsBefore?: readonly Drift[];
  readonly values: readonly ValueFinding[];
  /** The policy that was in force in this run. */
  readonly repair: RepairPolicy;
  /** Present when the policy is `plan` or `safe` and there is drift. */
  readonly plan?: Plan;
  /** Present when a repair ran. */
  readonly applied?: ApplyReport;
  readonly diagnostics: readonly Diagnostic[];
  /** How much of the expectation was looked at. */
  readonly coverage: Coverage;
  /** When the catalog was read, where that was in an earlier run and it has proved unchanged since. ISO 8601, UTC. */
  readonly catalogReadAt?: string;
  /** Where the migrations promise what drifted, for the objects of which that is known. */
  readonly promisedBy?: { readonly [id: ObjectId]: SourcePlace };
  /** The tables that drifted and their neighbours, to draw them. */
  readonly sketch?: readonly TableSketch[];
  /** What was connected to; absent when nothing was. */
  readonly server?: {
    /** The engine's name; absent: `postgresql`. */
    readonly engine?: string;
    readonly version: string;
    readonly database: string;
    readonly address: string;
  };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly tookMs: number;
}

export interface Coverage {
  /** Objects of the expectation that were compared; 0 when the catalog could not be read. */
  readonly objects: number;
  /** Value checks that were asked for, and those that gave an answer for every row. */
  readonly valueChecks: number;
  readonly valueChecksComplete: number;
}
