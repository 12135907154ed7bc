import type { ObjectId } from '../catalog/object-id.ts';
import type { StrayValue, ValueMethod } from './value-check.ts';

/** A stray value with the accepted value that it most resembles. */
export interface JudgedStray extends StrayValue {
  readonly nearest?: string;
}

/** What a run says of one enum-like column. Values are left out when the check redacts. */
export interface ValueFinding {
  readonly column: ObjectId;
  readonly accept: readonly string[];
  readonly outcome: 'clean' | 'stray' | 'unknown';
  readonly method?: ValueMethod;
  /** The index or constraint that the method went by. */
  readonly via?: ObjectId;
  readonly strays: readonly JudgedStray[];
  readonly straysAreAtLeast: boolean;
  /** 0 to 1 */
  readonly coverage: number;
  /** Why the outcome is `unknown`. */
  readonly reason?: string;
  /** A commented UPDATE to adapt; never run. */
  readonly suggestion?: string;
  readonly tookMs: number;
}
