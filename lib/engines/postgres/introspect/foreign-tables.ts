import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ForeignTableAttributes } from '../foreign-kinds.ts';
import type { Options } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { shownOptions } from './shown-options.ts';

export interface ForeignTableRow {
  readonly table: Oid;
  readonly server: string;
  readonly options: Options | null;
}

/**
 * What foreign tables have beyond other tables; the rest is read along with those.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-foreign-table.html
 */
export const foreignTablesPart: CatalogPart<ForeignTableRow> = {
  fields: {
    table: 't.oid',
    server: 's.srvname',
    options: shownOptions('f.ftoptions'),
  },
  from: `
  from user_table t
  join pg_foreign_table f on f.ftrelid = t.oid
  join pg_foreign_server s on s.oid = f.ftserver`,
};

export function* readForeignTables(
  rows: readonly ForeignTableRow[],
  names: Names,
): Iterable<readonly [ObjectId, Pick<ForeignTableAttributes, 'server' | 'options'>]> {
  for (const { table, server, options } of rows) {
    const id = names.table(table);
    if (id !== undefined) yield [id, { server, ...(options === null ? {} : { options }) }];
  }
}
