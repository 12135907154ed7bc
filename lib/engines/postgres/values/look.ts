import type { ObjectId } from '../../../catalog/object-id.ts';
import type { StrayValue, ValueCheck } from '../../../values/value-check.ts';
import { quoteIdentifier } from '../quote.ts';
import type { AcceptedValues } from './accepted-values.ts';
import type { TablePart } from './table-part.ts';
import type { ValueClient } from './value-client.ts';
import type { ValueType } from './value-type.ts';

/** Everything that a method needs to look at the values of one part of a table. */
export interface Look {
  readonly client: ValueClient;
  readonly check: ValueCheck;
  readonly type: ValueType;
  readonly accepted: AcceptedValues;
  /** The column's plain name; null for an expression. */
  readonly column: string | null;
  /** What is looked at, as SQL over the table's columns. */
  readonly subject: string;
  /** What is not proved yet. */
  readonly seeks: Sought;
  /** Rows of a stray value are counted no further than this where a count costs more than a look. */
  readonly countLimit: number;
  /** 18, 13 */
  readonly major: number;
}

export interface Sought {
  /** Values that are not accepted. */
  readonly values: boolean;
  /** Rows that are NULL. */
  readonly nulls: boolean;
  /** NULL among an array's elements. */
  readonly nullElements: boolean;
}

/** What a method found in one part of a table. */
export interface Found {
  /** Most rows first. */
  readonly strays: readonly StrayValue[];
  /** Stray values, listed or not. */
  readonly distinct: number;
  readonly distinctIsAtLeast: boolean;
  /** Rows that hold stray values, listed or not. */
  readonly rows: number;
  readonly rowsAreAtLeast: boolean;
  readonly index?: ObjectId;
}

/** Most stray values that are listed. */
export const listedStrays = 20;

/** Most characters of a value that are read: what is longer is told by its beginning and its length. */
export const readCharacters = 200;

/** `only public.orders`; a part that is read as a whole comes with its children. */
export function fromPart(part: TablePart): string {
  const name = `${quoteIdentifier(part.schema)}.${quoteIdentifier(part.name)}`;
  return part.kind === 'p' ? name : `only ${name}`;
}

/** A value's text for a report, and its length where that is more than the text. */
export function textOf(value: string): string {
  return `left(${value}::text, ${readCharacters}) as value,
    case when length(${value}::text) > ${readCharacters} then length(${value}::text) end as length`;
}
