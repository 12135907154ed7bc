import type { ObjectId } from '../catalog/object-id.ts';
import type { Severity } from '../diff/severity.ts';

/** One enum-like column and what it may hold. */
export interface ValueCheck {
  /** `column:public.content_plans.status` */
  readonly column: ObjectId;
  readonly accept: readonly string[];
  /** Whether NULL is accepted; absent: what the expected column's own nullability says. */
  readonly nulls?: 'allow' | 'deny';
  /** Show how many stray values there are, never which. */
  readonly redact: boolean;
  readonly severity: Severity;
  /** Most distinct values looked at before the column is called free text. */
  readonly maxDistinct: number;
  /** Longest time for this check in one run, in milliseconds. */
  readonly budgetMs: number;
}

/**
 * How the values were looked at, cheapest first: nothing was read because a constraint allows no others; one index
 * probe for each distinct value; every row in one query.
 */
export type ValueMethod = 'constraint' | 'index' | 'aggregate';

export interface StrayValue {
  /** The value as text; null for SQL NULL. */
  readonly value: string | null;
  readonly rows: number;
  /** The count stopped at `rows`: there may be more. */
  readonly rowsAreAtLeast: boolean;
}

/** What was seen of one column, before anybody judges it. */
export type ValueObservation =
  | {
      readonly kind: 'seen';
      readonly method: ValueMethod;
      /** Values outside the accepted ones, most rows first. */
      readonly strays: readonly StrayValue[];
      /** More stray values exist than are listed. */
      readonly straysAreAtLeast: boolean;
      /** Part of the table's rows that the method speaks for, 0 to 1. */
      readonly coverage: number;
      /** The index that was probed; only for the method `index`. */
      readonly index?: ObjectId;
      /** The set that the database's own constraint allows, where one was found to decide. */
      readonly constraint?: { readonly id: ObjectId; readonly allows: readonly string[] };
      readonly tookMs: number;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unseen'; readonly code: string; readonly reason: string; readonly tookMs: number };
