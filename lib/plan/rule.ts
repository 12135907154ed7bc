import type { ObjectId } from '../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import type { Hazard } from './hazard.ts';
import type { Statement } from './statement.ts';

/** What a rule may look at. */
export interface RuleContext {
  readonly expected: CatalogSnapshot;
  readonly actual: CatalogSnapshot;
  /** Objects of the expectation that this plan makes, so that a rule can tell a new table from an old one. */
  readonly isCreated: (id: ObjectId) => boolean;
  /** Whether an attribute of an object is drift: not where two texts are spellings of one definition. */
  readonly differs: (id: ObjectId, attribute: string) => boolean;
  /** What an object of the expectation is called in the database: another name where its drift is `renamed`. */
  readonly presentId: (id: ObjectId) => ObjectId;
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
  /**
   * Makes an object of the expectation, with what belongs to it, where none of that is there. `makePlan` calls it for a
   * dependent that was dropped on the way; `mend` is to use it for `missing`. Its statements provide the object.
   *
   * @param includes the children in the expectation, in id order, as `missing` drifts list them
   */
  readonly create?: (id: ObjectId, includes: readonly ObjectId[], context: RuleContext) => Mending;
  /**
   * Drops an object that is there, without CASCADE, with the hazard that this is. `makePlan` calls it for what stands in
   * the way of a rebuild; `mend` is to use it for `unexpected`. Its statements name in `removes` what goes.
   *
   * @param includes the children that fall with it, in id order, as `unexpected` drifts list them
   */
  readonly drop?: (id: ObjectId, includes: readonly ObjectId[], context: RuleContext) => Mending;
  /**
   * Frees an object from what it needs and binds it again, where it stands on that only by a part of itself (a column by
   * its default on a function), so that it need not be dropped when that is made anew. Undefined: it stands on it wholly.
   */
  readonly loosen?: (id: ObjectId, need: ObjectId, context: RuleContext) => Mending | undefined;
  /**
   * Gives an object that was made anew its owner, grants and comment.
   *
   * @param lost those of `owner`, `grants` and `comment` that it is to have
   */
  readonly describe?: (
    id: ObjectId,
    lost: Attributes,
    causedBy: readonly ObjectId[],
    context: RuleContext,
  ) => readonly Statement[];
  /** What to say of one that is made anew where nobody read what it has beyond itself; absent: nothing of weight. */
  readonly losesWithItself?: Hazard;
  /**
   * True when PostgreSQL itself carries objects of this kind along when a column that they stand on is altered (an
   * index), so that they need not be dropped then. They still fall with a column that is dropped.
   */
  readonly isCarriedAlong?: boolean;
}

export interface Mending {
  readonly statements: readonly Statement[];
  /**
   * Objects that the statements drop and make anew, or alter in a way that the database refuses while something depends
   * on them (a column's type under a view). `makePlan` has everything that depends on them, at any depth, dropped first
   * and, where the expectation has it, made again afterwards by the `drop` and `create` of its rule, in place of what
   * its own drifts would have asked for.
   *
   * A statement that alters such an object in place names it in both `provides` and `removes`.
   */
  readonly rebuilt?: readonly ObjectId[];
  /** Drifts, or parts of them, that the statements leave, each with the reason. */
  readonly unplanned?: readonly { readonly id: ObjectId; readonly reason: string }[];
}
