import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ColumnStorage, Options } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { readStorageOptions } from './options.ts';
import { shownOptions } from './shown-options.ts';

export interface ColumnStorageRow {
  readonly table: Oid;
  readonly number: number;
  readonly storage: 'p' | 'e' | 'm' | 'x' | null;
  readonly compression: 'p' | 'l' | '' | null;
  readonly statisticsTarget: number | null;
  readonly options: readonly string[] | null;
  readonly foreignOptions: Options | null;
}

/**
 * How columns are kept, for those of which there is something to say.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-attribute.html
 */
export const columnStoragePart: CatalogPart<ColumnStorageRow> = {
  fields: {
    table: 'a.attrelid',
    number: 'a.attnum',
    storage: 'case when a.attstorage <> t.typstorage then a.attstorage end',
    compression: 'a.compression',
    // Unset is -1 up to 16 and null from 17 on.
    statisticsTarget: 'nullif(a.attstattarget, -1)',
    options: 'a.attoptions',
    foreignOptions: shownOptions('a.attfdwoptions'),
  },
  from: `
  from user_column a
  join pg_type t on t.oid = a.atttypid
  where a.attstorage <> t.typstorage
    or a.compression <> ''
    or a.attstattarget <> -1
    or a.attoptions is not null
    or a.attfdwoptions is not null`,
};

const storages = { p: 'plain', e: 'external', m: 'main', x: 'extended' } as const;
const compressions = { p: 'pglz', l: 'lz4' } as const;

export function* readColumnStorage(
  rows: readonly ColumnStorageRow[],
  names: Names,
): Iterable<readonly [ObjectId, ColumnStorage]> {
  for (const { table, number, storage, compression, statisticsTarget, options, foreignOptions } of rows) {
    const id = names.column(table, number);
    if (id === undefined) continue;
    yield [
      id,
      {
        ...(storage === null ? {} : { storage: storages[storage] }),
        ...(compression === null || compression === '' ? {} : { compression: compressions[compression] }),
        ...(statisticsTarget === null ? {} : { statisticsTarget }),
        ...(options === null ? {} : { options: readStorageOptions(options) }),
        ...(foreignOptions === null ? {} : { foreignOptions }),
      },
    ];
  }
}
