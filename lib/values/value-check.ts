import type { ObjectId } from '../catalog/object-id.ts';
import type { Severity } from '../diff/severity.ts';
import type { ScanMemory } from './scan-memory.ts';

/** One enum-like column and what it may hold. */
export interface ValueCheck {
  /** `column:public.content_plans.status`; for an expression, its table and the name that reports call it by. */
  readonly column: ObjectId;
  /** As text. A value is accepted when the database calls it equal to one of these, as the column itself compares. */
  readonly accept: readonly string[];
  /** Whether NULL is accepted; absent: what the expected column's own nullability says. */
  readonly nulls?: 'allow' | 'deny';
  /** Whether the empty text is accepted although the list lacks it; absent: deny. */
  readonly empty?: 'allow' | 'deny';
  /** Whether an array may hold NULL among its elements; absent: allow. */
  readonly nullElements?: 'allow' | 'deny';
  /** Letters are compared without case, as the column's collation folds them. */
  readonly caseInsensitive?: boolean;
  /** White space around a value is no part of it. */
  readonly trim?: boolean;
  /** What is looked at instead of the column: an SQL expression over the table's columns, qualified outside pg_catalog. */
  readonly expression?: string;
  /** Only rows for which this SQL condition is true are looked at. */
  readonly where?: string;
  /** Stray rows that are put up with: they are reported and are no drift. */
  readonly tolerate?: Tolerance;
  /** For how many rows of each stray value the place is named; absent: none. */
  readonly samples?: number;
  /** Show how many stray values there are, never which. */
  readonly redact: boolean;
  readonly severity: Severity;
  /** Most distinct values looked at before the column is called free text. */
  readonly maxDistinct: number;
  /** Longest time for this check in one run, in milliseconds. */
  readonly budgetMs: number;
  /** The constraint or enum type of the expectation that the accepted values were read from; absent: declared. */
  readonly derivedFrom?: ObjectId;
}

/** What an expectation's own constraints let a column hold. */
export interface DerivedValues {
  readonly column: ObjectId;
  readonly accept: readonly string[];
  /** The constraint or type that says so. */
  readonly derivedFrom: ObjectId;
}

/** So many rows, or so many in a hundred of the rows that the table is thought to have. */
export type Tolerance = { readonly rows: number } | { readonly percent: number };

/**
 * How the values were looked at, cheapest first: nothing was read because a constraint allows no others; one index
 * probe for each distinct value; every row in one query; a part of the table's pages each run.
 */
export const valueMethods = ['constraint', 'index', 'aggregate', 'rolling'] as const;

export type ValueMethod = (typeof valueMethods)[number];

export interface StrayValue {
  /** The value as text, or its beginning; null for SQL NULL. */
  readonly value: string | null;
  /** The whole value's length in characters, where `value` is only its beginning. */
  readonly length?: number;
  readonly rows: number;
  /** The count stopped at `rows`: there may be more. */
  readonly rowsAreAtLeast: boolean;
  /** Where some of its rows are: a primary key as `id=7`, or a `ctid=(0,7)`, which holds until the row is written. */
  readonly samples?: readonly string[];
}

/** How the database's own constraints and the accepted values differ. */
export interface ConstraintVerdict {
  /** The constraints, enum types or domains that decide, and the column itself where its type does. */
  readonly by: readonly ObjectId[];
  /** All that they allow together; absent where that cannot be listed. */
  readonly allows?: readonly string[];
  /** Accepted values that they reject. */
  readonly rejects: readonly string[];
  /** Values that they allow and that are not accepted. */
  readonly permits: readonly string[];
}

/** What was seen of one column, before anybody judges it. */
export type ValueObservation =
  | ({ readonly kind: 'seen' } & SeenValues)
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'unseen';
      readonly code: string;
      readonly reason: string;
      readonly remedy?: string;
      readonly constraint?: ConstraintVerdict;
      readonly tookMs: number;
    };

/** Names as the engine quotes them. */
export interface ValueSpelling {
  readonly table: string;
  /** The column, or the expression in parentheses. */
  readonly value: string;
  /** Whether an UPDATE can set it: an expression cannot be set, an array only element by element. */
  readonly shape: 'column' | 'array' | 'expression';
}

export interface SeenValues {
  /** For a table in parts, the dearest of the methods used. */
  readonly method: ValueMethod;
  /** Values outside the accepted ones, most rows first. */
  readonly strays: readonly StrayValue[];
  /** More stray values exist than are listed. */
  readonly straysAreAtLeast: boolean;
  /** Rows that hold any stray value, listed or not. */
  readonly strayRows: number;
  readonly strayRowsAreAtLeast: boolean;
  /** Part of the table's rows that the method speaks for, 0 to 1. */
  readonly coverage: number;
  /** Rows of the table as the server estimates them; absent when it never counted. */
  readonly tableRows?: number;
  /** The index that was probed; only for the method `index`. */
  readonly index?: ObjectId;
  /** Where the database's own constraints were found to decide. */
  readonly constraint?: ConstraintVerdict;
  /** How SQL spells what was looked at, for suggestions. */
  readonly spelling: ValueSpelling;
  /** What a rolling scan must be given in the next run to go on; only for the method `rolling`. */
  readonly memory?: ScanMemory;
  /** Runs after this one until every page has been looked at, at this run's pace; only for the method `rolling`. */
  readonly runsToGo?: number;
  readonly tookMs: number;
}
