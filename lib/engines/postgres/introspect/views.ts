import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ViewAttributes, ViewNotes } from '../program-kinds.ts';
import type { Options } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';
import { readStorageOptions } from './options.ts';

export interface ViewRow {
  readonly oid: Oid;
  /** The rule by which it is read: what the query needs is recorded for this. */
  readonly rewrite: Oid;
  readonly rowType: Oid;
  readonly arrayType: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly kind: 'v' | 'm';
  readonly definition: string;
  readonly options: readonly string[] | null;
  readonly toastOptions: readonly string[] | null;
  readonly accessMethod: string | null;
  /** Only with notes. */
  readonly columns?: readonly string[];
}

/** A view's query without the closing semicolon. Needs `c` of pg_class. */
export const viewDefinition = `rtrim(pg_get_viewdef(c.oid), ';')`;

/**
 * Views and materialized views. Whether one of these is filled is data.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-rewrite.html
 */
export function viewsPart({ withNotes }: { readonly withNotes: boolean }): CatalogPart<ViewRow> {
  return {
    fields: {
      oid: 'c.oid',
      rewrite: 'r.oid',
      rowType: 'c.reltype',
      arrayType: 't.typarray',
      schema: 'c.relnamespace',
      name: 'c.relname',
      kind: 'c.relkind',
      definition: viewDefinition,
      options: 'c.reloptions',
      toastOptions: 'toast.reloptions',
      accessMethod: `case when am.amname <> 'heap' then am.amname end`,
      ...(withNotes ? { columns } : {}),
    },
    from: `
  from user_relation v
  join pg_class c on c.oid = v.oid
  join pg_type t on t.oid = c.reltype
  left join pg_class toast on toast.oid = c.reltoastrelid and toast.reloptions is not null
  left join pg_am am on am.oid = c.relam
  join pg_rewrite r on r.ev_class = v.oid and r.rulename = '_RETURN'
  where v.relkind in ('v', 'm')`,
  };
}

const columns = `(
      select json_agg(concat_ws(
        ' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), nullif(a.attcollation, 0)::regcollation
      ) order by a.attnum)
      from pg_attribute a
      where a.attrelid = v.oid
        and a.attnum > 0
    )`;

export function addViews(rows: readonly ViewRow[], names: GrowingNames): void {
  for (const row of rows) {
    const id = names.inSchema(row.kind === 'v' ? 'view' : 'materialized-view', row);
    names.addObject('pg_class', row.oid, id);
    names.addObject('pg_rewrite', row.rewrite, id);
    names.addType(row.rowType, id);
    names.addType(row.arrayType, id);
  }
}

export function* readViews(rows: readonly ViewRow[], names: Names): Iterable<readonly [ObjectId, ViewAttributes]> {
  for (const { oid, definition, options: own, toastOptions, accessMethod } of rows) {
    const id = names.object('pg_class', oid);
    if (id === undefined) continue;
    const options = { ...withoutDefaults(own ?? []), ...readStorageOptions(toastOptions ?? [], 'toast.') };
    yield [
      id,
      {
        definition,
        ...(Object.keys(options).length === 0 ? {} : { options }),
        ...(accessMethod === null ? {} : { accessMethod }),
      },
    ];
  }
}

/** A view that says that it is no security barrier is none anyway. */
function withoutDefaults(list: readonly string[]): Options {
  const options = Object.entries(readStorageOptions(list));
  return Object.fromEntries(options.filter(([name, value]) => !(name.startsWith('security_') && value === 'false')));
}

export function* noteViews(rows: readonly ViewRow[], names: Names): Iterable<readonly [ObjectId, ViewNotes]> {
  for (const row of rows) {
    const id = names.object('pg_class', row.oid);
    if (id !== undefined && row.kind === 'v') yield [id, { columns: row.columns ?? [] }];
  }
}
