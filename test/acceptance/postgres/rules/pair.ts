import type { HazardCode } from '../../../../lib/plan/hazard.ts';

/** A drift: what the migrations promise and what the database holds instead, in one schema of its own. */
export interface Side {
  readonly expected: string;
  readonly actual: string;
}

/** What no policy does by itself, and the form of it that a repair may do. */
export interface Pair {
  /** A hazard that holds it for a person, whatever the policy allows. */
  readonly hazard: HazardCode;
  readonly unsafe: Side;
  readonly twin: Side;
  /** The hazards that an environment allows for the twin; absent: none is needed. */
  readonly allow?: readonly HazardCode[];
}

export const side = (expected: string, actual: string): Side => ({ expected, actual });

/** Pairs by the file of the rule. */
export interface Pairs {
  readonly [rule: string]: readonly Pair[];
}
