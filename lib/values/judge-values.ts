import { nameOf, type ObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Drift } from '../diff/drift.ts';
import { completeCheck } from './complete-check.ts';
import { judgeConstraint } from './judge-constraint.ts';
import { nearestValue, type RecognisedStray } from './nearest-value.ts';
import type { ScanMemory } from './scan-memory.ts';
import { strayDrift } from './stray-drift.ts';
import { suggestUpdate } from './suggest-update.ts';
import { isTolerated } from './tolerance.ts';
import type {
  ConstraintVerdict,
  SeenValues,
  StrayValue,
  ValueCheck,
  ValueMethod,
  ValueObservation,
} from './value-check.ts';

/** A stray value as a finding lists it. */
export type JudgedStray = RecognisedStray;

/** What a run says of one enum-like column. Values are left out when the check redacts. */
export interface ValueFinding {
  readonly column: ObjectId;
  readonly accept: readonly string[];
  readonly outcome: 'clean' | 'stray' | 'unknown';
  readonly method?: ValueMethod;
  /** The index or constraint that the method went by. */
  readonly via?: ObjectId;
  /** Most rows first; empty when the check redacts. */
  readonly strays: readonly JudgedStray[];
  /** More stray values exist than are listed. */
  readonly straysAreAtLeast: boolean;
  /** Rows that hold any stray value, listed or not. */
  readonly strayRows: number;
  readonly strayRowsAreAtLeast: boolean;
  /** The stray rows are few enough to be put up with: the outcome is `clean` all the same. */
  readonly isTolerated?: true;
  /** 0 to 1 */
  readonly coverage: number;
  /** How the database's own constraints and the accepted values differ, where constraints were found to decide. */
  readonly constraint?: ConstraintVerdict;
  /** The constraint or enum type of the expectation that the accepted values come from, where nobody declared them. */
  readonly derivedFrom?: ObjectId;
  /** Why the outcome is `unknown`. */
  readonly reason?: string;
  /** A commented UPDATE to adapt; never run. */
  readonly suggestion?: string;
  /** What the next run must be given for a rolling scan to go on. */
  readonly memory?: ScanMemory;
  /** Runs after this one until a rolling scan has looked at every page. */
  readonly runsToGo?: number;
  readonly tookMs: number;
}

/** What came of looking at one column: for the report, as drifts, and what could not be seen. */
export interface JudgedValues {
  readonly finding: ValueFinding;
  readonly drifts: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Judges what was seen of one column: stray values are one drift of the column; a constraint of the database that
 * allows another set than the accepted one is a second. What was not seen is never called clean.
 */
export function judgeValues(asked: ValueCheck, observation: ValueObservation, expected: CatalogSnapshot): JudgedValues {
  const check = completeCheck(asked, expected);
  switch (observation.kind) {
    case 'absent':
      return { finding: unknownFinding(check, 'the column is not in the database', 0), drifts: [], diagnostics: [] };
    case 'unseen': {
      const { code, reason, remedy, constraint, tookMs } = observation;
      return {
        finding: { ...unknownFinding(check, reason, tookMs), ...(constraint === undefined ? {} : { constraint }) },
        drifts: judgeConstraint(check, constraint, expected),
        diagnostics: [
          {
            level: 'error',
            code,
            message: `${nameOf(check.column)}: ${reason}`,
            ...(remedy === undefined ? {} : { remedy }),
            id: check.column,
          },
        ],
      };
    }
    case 'seen':
      return judgeSeen(check, observation, expected);
  }
}

function judgeSeen(check: ValueCheck, seen: SeenValues, expected: CatalogSnapshot): JudgedValues {
  const strays = seen.strays
    .filter((stray) => stray.value !== null || isNullDenied(check, seen))
    .map((stray) => judgeStray(stray, check.accept));
  const acceptedNulls = seen.strays.find((stray) => stray.value === null && !isNullDenied(check, seen))?.rows ?? 0;
  const strayRows = seen.strayRows - acceptedNulls;
  const { strayRowsAreAtLeast } = seen;
  const tolerated = strays.length > 0 && !strayRowsAreAtLeast && isTolerated(check.tolerate, strayRows, seen.tableRows);
  const outcome = strays.length > 0 && !tolerated ? 'stray' : seen.coverage > 0 ? 'clean' : 'unknown';
  const suggestion = check.redact ? undefined : suggestUpdate(check, strays, seen.spelling);
  const via = seen.index ?? (seen.method === 'constraint' ? seen.constraint?.by[0] : undefined);
  const finding: ValueFinding = {
    column: check.column,
    accept: check.accept,
    outcome,
    method: seen.method,
    ...(via === undefined ? {} : { via }),
    strays: check.redact ? [] : strays,
    straysAreAtLeast: seen.straysAreAtLeast,
    strayRows,
    strayRowsAreAtLeast,
    ...(tolerated ? { isTolerated: true as const } : {}),
    coverage: seen.coverage,
    ...(seen.constraint === undefined ? {} : { constraint: seen.constraint }),
    ...(check.derivedFrom === undefined ? {} : { derivedFrom: check.derivedFrom }),
    ...(outcome === 'unknown' ? { reason: 'no row has been looked at yet' } : {}),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(seen.memory === undefined ? {} : { memory: seen.memory }),
    ...(seen.runsToGo === undefined ? {} : { runsToGo: seen.runsToGo }),
    tookMs: seen.tookMs,
  };
  return {
    finding,
    drifts: [
      ...(outcome === 'stray' ? [strayDrift(check, strays, finding)] : []),
      ...judgeConstraint(check, seen.constraint, expected),
    ],
    diagnostics: [...tellTolerated(finding), ...tellPartial(finding)],
  };
}

/** NULL among an array's elements is asked for on its own: the engine lists it only where it is denied. */
function isNullDenied(check: ValueCheck, seen: SeenValues): boolean {
  return check.nulls === 'deny' || (seen.spelling.shape === 'array' && check.nullElements === 'deny');
}

function judgeStray(stray: StrayValue, accept: readonly string[]): JudgedStray {
  const nearest = stray.value === null || stray.length !== undefined ? undefined : nearestValue(stray.value, accept);
  return nearest === undefined ? stray : { ...stray, nearest };
}

function unknownFinding(check: ValueCheck, reason: string, tookMs: number): ValueFinding {
  return {
    column: check.column,
    accept: check.accept,
    outcome: 'unknown',
    strays: [],
    straysAreAtLeast: false,
    strayRows: 0,
    strayRowsAreAtLeast: false,
    coverage: 0,
    ...(check.derivedFrom === undefined ? {} : { derivedFrom: check.derivedFrom }),
    reason,
    tookMs,
  };
}

function tellTolerated({ column, isTolerated, strayRows }: ValueFinding): readonly Diagnostic[] {
  if (isTolerated === undefined) return [];
  const rows = strayRows === 1 ? '1 row holds a value' : `${strayRows} rows hold values`;
  return [
    {
      level: 'info',
      code: 'stray-values-tolerated',
      message: `${nameOf(column)}: ${rows} outside the accepted ones, which is tolerated`,
      id: column,
    },
  ];
}

function tellPartial({ column, coverage, outcome, runsToGo }: ValueFinding): readonly Diagnostic[] {
  if (coverage >= 1) return [];
  const seen = `${Math.floor(coverage * 1000) / 10} % of the table has been looked at`;
  const rest = runsToGo === undefined ? '' : `; the rest takes ${runsToGo} more ${runsToGo === 1 ? 'run' : 'runs'}`;
  return [
    {
      level: outcome === 'unknown' ? 'error' : 'warning',
      code: 'values-partly-seen',
      message: `${nameOf(column)}: ${seen}${rest}`,
      remedy: 'An index that begins with this column, or a CHECK constraint, lets every run speak for all rows.',
      id: column,
    },
  ];
}
