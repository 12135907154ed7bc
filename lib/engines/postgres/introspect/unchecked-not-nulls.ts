import type { ObjectId } from '../../../catalog/object-id.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';

export interface UncheckedNotNullRow {
  readonly table: Oid;
  readonly number: number;
}

/**
 * Columns that take no NULL any more and may hold some from before: NOT NULL ... NOT VALID, which came with 18. No earlier
 * major has such a constraint, and `attnotnull` does not tell.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-constraint.html
 */
export const uncheckedNotNullsPart: CatalogPart<UncheckedNotNullRow> = {
  fields: {
    table: 'c.conrelid',
    number: 'c.conkey[1]',
  },
  from: `
  from pg_constraint c
  where c.contype = 'n'
    and not c.convalidated`,
};

export function* readUncheckedNotNulls(
  rows: readonly UncheckedNotNullRow[],
  names: Names,
): Iterable<readonly [ObjectId, { readonly isNotNullValidated: false }]> {
  for (const { table, number } of rows) {
    const id = names.column(table, number);
    if (id !== undefined) yield [id, { isNotNullValidated: false }];
  }
}
