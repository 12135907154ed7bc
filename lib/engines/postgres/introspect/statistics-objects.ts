import type { ObjectId } from '../../../catalog/object-id.ts';
import type { StatisticsObjectAttributes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';

export interface StatisticsObjectRow {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly table: Oid;
  readonly definition: string;
  readonly target: number | null;
}

/**
 * Extended statistics.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-statistic-ext.html
 */
export const statisticsObjectsPart: CatalogPart<StatisticsObjectRow> = {
  fields: {
    oid: 'x.oid',
    schema: 'x.stxnamespace',
    name: 'x.stxname',
    table: 'x.stxrelid',
    // The part before it is known to the letter, as with indexes.
    definition: `substr(
      pg_get_statisticsobjdef(x.oid),
      length(format('CREATE STATISTICS %I.%I ', s.nspname, x.stxname)) + 1
    )`,
    // Unset is -1 up to 16 and null from 17 on.
    target: 'nullif(x.stxstattarget, -1)',
  },
  from: `
  from pg_statistic_ext x
  join user_schema s on s.oid = x.stxnamespace
  where not exists (select from member m where m.classid = 'pg_statistic_ext'::regclass and m.objid = x.oid)`,
};

export function addStatisticsObjects(rows: readonly StatisticsObjectRow[], names: GrowingNames): void {
  for (const row of rows) names.addObject('pg_statistic_ext', row.oid, names.inSchema('statistics-object', row));
}

export function* readStatisticsObjects(
  rows: readonly StatisticsObjectRow[],
  names: Names,
): Iterable<readonly [ObjectId, StatisticsObjectAttributes]> {
  for (const { oid, table, definition, target } of rows) {
    const id = names.object('pg_statistic_ext', oid);
    const owner = names.table(table) ?? names.object('pg_class', table);
    if (id === undefined || owner === undefined) continue;
    yield [id, { belongsTo: [owner], definition, ...(target === null ? {} : { target }) }];
  }
}
