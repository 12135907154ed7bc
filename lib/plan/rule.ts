import type { ObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import type { Statement } from './statement.ts';

/** What a rule may look at. */
export interface RuleContext {
  readonly expected: CatalogSnapshot;
  readonly actual: CatalogSnapshot;
  /** Objects of the expectation that this plan makes, so that a rule can tell a new table from an old one. */
  readonly isCreated: (id: ObjectId) => boolean;
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** Longest run of a statement whose time grows with a table. */
  readonly buildTimeoutMs: number;
}

/**
 * How to mend the drifts of one object kind. All drifts of one object come together, so that one object is altered
 * by the fewest statements. An answer without statements says why in `unplanned`.
 */
export interface Rule {
  /** The object kind, as in the ObjectId. */
  readonly kind: string;
  readonly mend: (drifts: readonly [Drift, ...Drift[]], context: RuleContext) => Mending;
}

export interface Mending {
  readonly statements: readonly Statement[];
  /** Drifts, or parts of them, that the statements leave, each with the reason. */
  readonly unplanned?: readonly { readonly id: ObjectId; readonly reason: string }[];
}
