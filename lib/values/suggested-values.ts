import type { ObjectId } from '../catalog/object-id.ts';

/** A column that holds few different values in many rows, or may, for all that is known. */
export interface SuggestedValues {
  readonly column: ObjectId;
  /** In order; none where the server has no statistics of the table yet. */
  readonly values: readonly string[];
  /** Of the table, as estimated. */
  readonly rows: number;
}
