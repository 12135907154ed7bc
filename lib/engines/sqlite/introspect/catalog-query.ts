/**
 * Reads the whole catalog of the database in one statement, so that all of it is of one moment, and from a server in one
 * round trip. Answers one row with one JSON text, a {@link CatalogRows}.
 *
 * @see https://www.sqlite.org/pragma.html#pragfunc
 */
export const catalogQuery = `
with tables as materialized (
  select name, type, wr, strict from pragma_table_list where schema = 'main' and name not like 'sqlite\\_%' escape '\\'
)
select json_object(
  'version', sqlite_version(),
  'objects', (
    select json_group_array(json_array(type, name, tbl_name, sql)) from sqlite_schema
    where name not like 'sqlite\\_%' escape '\\' and sql is not null
  ),
  'tables', (select json_group_array(json_array(name, type, wr, strict)) from tables),
  'columns', (
    select json_group_array(json_array(t.name, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden))
    from tables t join pragma_table_xinfo(t.name, 'main') c where t.type = 'table'
  ),
  'indexes', (
    select json_group_array(json_array(t.name, i.name, i."unique", i.origin, i.partial, x.cid, x.name, x."desc", x.coll))
    from tables t join pragma_index_list(t.name, 'main') i join pragma_index_xinfo(i.name, 'main') x
    where t.type = 'table' and x.key
  ),
  'foreignKeys', (
    select json_group_array(
      json_array(t.name, f.id, f.seq, f."table", f."from", f."to", f.on_update, f.on_delete, f."match"))
    from tables t join pragma_foreign_key_list(t.name, 'main') f where t.type = 'table'
  ),
  'modules', (select json_group_array(name) from pragma_module_list)
) as catalog`;

/** What the catalog query answers; each row is an array in the order of the query. */
export interface CatalogRows {
  readonly version: string;
  readonly objects: readonly (readonly [type: string, name: string, table: string, sql: string])[];
  readonly tables: readonly (readonly [name: string, type: string, wr: number, strict: number])[];
  readonly columns: readonly ColumnRow[];
  readonly indexes: readonly IndexRow[];
  readonly foreignKeys: readonly ForeignKeyRow[];
  readonly modules: readonly string[];
}

export type ColumnRow = readonly [
  table: string,
  cid: number,
  name: string,
  type: string,
  notNull: number,
  defaultText: string | null,
  /** Its place in the primary key, from 1; 0: not part of it. */
  key: number,
  /** 1: hidden, 2: generated virtual, 3: generated stored. */
  hidden: number,
];

export type IndexRow = readonly [
  table: string,
  index: string,
  unique: number,
  origin: 'c' | 'u' | 'pk',
  partial: number,
  /** -2: an expression. */
  cid: number,
  column: string | null,
  descending: number,
  collation: string,
];

export type ForeignKeyRow = readonly [
  table: string,
  id: number,
  seq: number,
  references: string,
  from: string,
  to: string | null,
  onUpdate: string,
  onDelete: string,
  match: string,
];
