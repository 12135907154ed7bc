import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ColumnAttributes } from '../object-kinds.ts';
import { quoteLastPart } from '../quote.ts';
import { sequenceOptions } from './sequence-options.ts';

/**
 * Writes a column as CREATE TABLE and ADD COLUMN want it: `status character varying(20) DEFAULT 'draft' NOT NULL`.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtable.html
 */
export function columnDefinition(id: ObjectId, column: ColumnAttributes): string {
  return [
    quoteLastPart(id),
    column.type,
    ...(column.collation === undefined ? [] : [`COLLATE ${column.collation}`]),
    ...valueClause(column),
    ...(column.isNullable ? [] : ['NOT NULL']),
  ].join(' ');
}

function valueClause(column: ColumnAttributes): readonly string[] {
  if (column.generated !== undefined) {
    return [`GENERATED ALWAYS AS (${column.generatedAs ?? ''}) ${column.generated.toUpperCase()}`];
  }
  if (column.identity !== undefined) {
    const options = sequenceOptions(column.identityOptions ?? {}).trim();
    return [`GENERATED ${column.identity.toUpperCase()} AS IDENTITY${options === '' ? '' : ` (${options})`}`];
  }
  return column.default === undefined ? [] : [`DEFAULT ${column.default}`];
}
