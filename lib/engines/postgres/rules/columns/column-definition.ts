import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteLastPart } from '../../quote.ts';
import { sequenceOptions } from '../sequences/sequence-options.ts';
import { writeForeignOptions } from '../write-options.ts';

/**
 * Writes a column as CREATE TABLE and ADD COLUMN want it: `status character varying(20) DEFAULT 'draft' NOT NULL`.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtable.html
 */
export function columnDefinition(id: ObjectId, column: ColumnAttributes): string {
  return [
    quoteLastPart(id),
    // The options of a foreign table's column.
    `${column.type}${writeForeignOptions(column.foreignOptions)}`,
    ...(column.collation === undefined ? [] : [`COLLATE ${column.collation}`]),
    ...valueClause(column),
    ...(column.isNullable ? [] : ['NOT NULL']),
  ].join(' ');
}

/** Writes what a column of a typed table has beyond its type's attribute; undefined when that is nothing. */
export function typedColumnDefinition(id: ObjectId, column: ColumnAttributes): string | undefined {
  const options = [...valueClause(column), ...(column.isNullable ? [] : ['NOT NULL'])];
  return options.length === 0 ? undefined : [quoteLastPart(id), 'WITH OPTIONS', ...options].join(' ');
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
