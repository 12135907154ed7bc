import type { ObjectId } from '../../catalog/object-id.ts';
import type { Json } from '../../catalog/snapshot.ts';
import { quoteId, quoteLiteral } from './quote.ts';

/**
 * A query for what each table occupies, its TOAST part included, without its indexes. It takes no lock, and gives null
 * for a table that is gone.
 *
 * @see https://www.postgresql.org/docs/18/functions-admin.html#FUNCTIONS-ADMIN-DBSIZE
 */
export function tableBytesQuery(tables: readonly ObjectId[]): string {
  const rows = tables.map((id) => `(${quoteLiteral(id)}, ${quoteLiteral(quoteId(id))})`).join(', ');
  return `select id, pg_catalog.pg_table_size(pg_catalog.to_regclass(name))::float8 as bytes from (values ${rows}) t (id, name)`;
}

/** Reads the answer to {@link tableBytesQuery}. */
export function readTableBytes(rows: readonly { readonly [column: string]: Json }[]): {
  readonly [table: ObjectId]: number;
} {
  return Object.fromEntries(
    rows.flatMap(({ id, bytes }) => (typeof id === 'string' && typeof bytes === 'number' ? [[id, bytes]] : [])),
  );
}
