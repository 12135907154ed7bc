import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ColumnStorage, Options } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { shownOptions } from './shown-options.ts';
import { readOptions } from './table-storage.ts';

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
 * How columns are kept, for those of which there is something to say. Compression exists since 14: before that, its name
 * inside the subquery means the empty one outside it.
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
  from (values (''::"char")) as absent (attcompression)
  cross join lateral (
    select
      attrelid, attnum, atttypid, attisdropped, attstorage, attstattarget, attoptions, attfdwoptions,
      attcompression as compression
    from pg_attribute
    where attnum > 0
      and not attisdropped
      -- Nearly every column falls out here, before its table and its type are looked for.
      and (
        attlen = -1 and attstorage <> 'x'
        or attlen = -1 and atttypid in (select oid from pg_type where typlen = -1 and typstorage <> 'x')
        or attstattarget <> -1
        or attoptions is not null
        or attfdwoptions is not null
        or attcompression <> ''
      )
  ) a
  join user_table on user_table.oid = a.attrelid
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
        ...(options === null ? {} : { options: readOptions(options) }),
        ...(foreignOptions === null ? {} : { foreignOptions }),
      },
    ];
  }
}
