import { formatObjectId } from '../../../catalog/object-id.ts';
import type { SuggestedValues } from '../../../values/suggested-values.ts';
import type { Session } from '../../engine.ts';

/** More values than people would list are no list. */
const mostValues = 20;

/**
 * Proposes columns that look as if they may hold only certain values: texts with few distinct values in many rows, as the
 * last ANALYZE saw them. Nothing but statistics is read, so that the size of the tables does not matter; columns that a
 * unique index begins with, and values that are long or look like addresses, are left out. Of a table that holds rows and
 * was never analysed every text column is told, without values.
 *
 * Source: https://www.postgresql.org/docs/18/view-pg-stats.html
 */
export async function suggestValues(session: Session): Promise<readonly SuggestedValues[]> {
  const rows = await session.query(query);
  return rows.flatMap(({ schema, table, column, values, rows: count }) => {
    const found = Array.isArray(values) ? values.map(String) : [];
    if (found.some((value) => value.length > 40 || /[@\n]/.test(value))) return [];
    const path = [String(schema), String(table), String(column)];
    return [{ column: formatObjectId('column', path), values: found.toSorted(), rows: Number(count) }];
  });
}

/** Columns that values are looked for in, of tables `c` and attributes `a`. */
const isText = `
  a.atttypid in ('pg_catalog.text'::regtype, 'pg_catalog.varchar'::regtype, 'pg_catalog.bpchar'::regtype)
  and not exists (
    select
    from pg_catalog.pg_index i
    where i.indrelid = c.oid and i.indisunique and i.indkey[0] = a.attnum
  )`;

const query = `
  select
    s.schemaname as schema,
    s.tablename as table,
    s.attname as column,
    c.reltuples::bigint::float8 as rows,
    to_json(s.most_common_vals::text::text[]) as values,
    a.attnum as place
  from pg_catalog.pg_stats s
  join pg_catalog.pg_namespace n on n.nspname = s.schemaname
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s.tablename and c.relkind in ('r', 'p')
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = s.attname and not a.attisdropped
  where s.schemaname not in ('pg_catalog', 'information_schema')
    and s.schemaname not like 'pg\\_%'
    and not s.inherited
    and ${isText}
    -- A number of values, not a part of the rows; and every one of them is listed.
    and s.n_distinct between 1 and ${mostValues}
    and cardinality(s.most_common_vals::text::text[]) = s.n_distinct
    and c.reltuples >= 20
    and c.reltuples >= s.n_distinct * 3
  union all
  select n.nspname, c.relname, a.attname, 0, null, a.attnum
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg\\_%'
    and c.relkind = 'r'
    and ${isText}
    -- Statistics of what we may not read are hidden: analysing would not show them.
    and has_table_privilege(c.oid, 'select')
    and not exists (select from pg_catalog.pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname)
    and pg_relation_size(c.oid) > 0
  order by schema, "table", place`;
