import type { ObjectId } from '../../../catalog/object-id.ts';
import type { TableText } from '../text/table-text.ts';
import type { ColumnRow } from './catalog-query.ts';

/** Everything that is known of one table. */
export interface TableRows {
  readonly id: ObjectId;
  readonly name: string;
  readonly isStrict: boolean;
  readonly isWithoutRowid: boolean;
  readonly sql: string;
  readonly text: TableText;
  readonly columns: readonly ColumnRow[];
}
