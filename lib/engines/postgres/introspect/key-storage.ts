import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Options } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { readStorageOptions } from './options.ts';

export interface KeyStorageRow {
  readonly index: Oid;
  readonly options: readonly string[];
}

/**
 * Storage parameters of the indexes behind constraints, which a constraint's definition does not print.
 *
 * @see https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-STORAGE-PARAMETERS
 */
export const keyStoragePart: CatalogPart<KeyStorageRow> = {
  fields: {
    index: 'c.oid',
    options: 'c.reloptions',
  },
  from: `
  from pg_class c
  where c.relkind in ('i', 'I')
    and c.reloptions is not null`,
};

export function* readKeyStorage(
  rows: readonly KeyStorageRow[],
  names: Names,
): Iterable<readonly [ObjectId, { readonly options: Options }]> {
  for (const { index, options } of rows) {
    const id = names.constraintOfIndex(index);
    if (id !== undefined) yield [id, { options: readStorageOptions(options) }];
  }
}
