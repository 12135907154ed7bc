import type { ObjectId } from '../catalog/object-id.ts';

/** A column that holds few different values in many rows. */
export interface SuggestedValues {
  readonly column: ObjectId;
  /** In order. */
  readonly values: readonly string[];
  /** Of the table, as estimated. */
  readonly rows: number;
}
