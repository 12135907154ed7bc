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

/** `(ndistinct, dependencies)`, in the order in which the server prints them; it prints none where all are kept. */
const kinds = `format('(%s)', concat_ws(
      ', ',
      case when 'd' = any (x.stxkind) then 'ndistinct' end,
      case when 'f' = any (x.stxkind) then 'dependencies' end,
      case when 'm' = any (x.stxkind) then 'mcv' end
    ))`;

/** The names of the columns. */
function columns(order: string): string {
  return `(
      select string_agg(quote_ident(a.attname), ', ' order by ${order})
      from pg_attribute a
      where a.attrelid = x.stxrelid
        and a.attnum = any (x.stxkeys)
    )`;
}

/** What follows the name, as the server prints it. */
const printed = `substr(
      pg_get_statisticsobjdef(x.oid),
      length(format('CREATE STATISTICS %I.%I ', s.nspname, x.stxname)) + 1
    )`;

/**
 * What follows the name of a statistics object, with the columns in the order of their names: the server prints them as
 * they stand in the table, which is another place for one that was added again. The parts around the expressions are
 * known to the letter.
 *
 * Needs `x` of pg_statistic_ext, `s` of its schema, `t` of its table and `tn` of the table's schema.
 */
export const statisticsDefinition = `(
      select concat(
        case when has_kinds then kinds || ' ' end,
        'ON ',
        concat_ws(', ', sorted, nullif(substr(
          rest,
          case when columns is null then 1 else length(columns) + 3 end,
          greatest(0, length(rest) - length(tail) - case when columns is null then 0 else length(columns) + 2 end)
        ), '')),
        tail
      )
      from (
        select *, substr(printed, case when has_kinds then length(kinds) + 5 else 4 end) as rest
        from (
          select *, starts_with(printed, kinds || ' ON ') as has_kinds
          from (
            select
              ${printed} as printed,
              ${kinds} as kinds,
              ${columns('a.attnum')} as columns,
              ${columns('a.attname')} as sorted,
              format(' FROM %I.%I', tn.nspname, t.relname) as tail
          ) of_parts
        ) of_kinds
      ) of_rest
    )`;

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
    definition: statisticsDefinition,
    // Unset is -1 up to 16 and null from 17 on.
    target: 'nullif(x.stxstattarget, -1)',
  },
  from: `
  from pg_statistic_ext x
  join user_schema s on s.oid = x.stxnamespace
  join pg_class t on t.oid = x.stxrelid
  join pg_namespace tn on tn.oid = t.relnamespace
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
