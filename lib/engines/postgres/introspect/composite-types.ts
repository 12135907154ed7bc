import type { ObjectId } from '../../../catalog/object-id.ts';
import type { CompositeTypeAttributes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';

export interface CompositeTypeRow {
  readonly relation: Oid;
  readonly oid: Oid;
  readonly arrayType: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly attributes: readonly string[] | null;
}

/**
 * Types made by CREATE TYPE ... AS. A table's row type is the table's own.
 *
 * @see https://www.postgresql.org/docs/18/rowtypes.html
 */
export const compositeTypesPart: CatalogPart<CompositeTypeRow> = {
  fields: {
    relation: 'c.oid',
    oid: 'c.reltype',
    arrayType: 't.typarray',
    schema: 'c.relnamespace',
    name: 'c.relname',
    attributes: `(
      select json_agg(
        concat(
          quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
          case when a.attcollation <> at.typcollation then format(' COLLATE %I.%I', cn.nspname, co.collname) end
        )
        order by a.attnum
      )
      from pg_attribute a
      join pg_type at on at.oid = a.atttypid
      left join pg_collation co on co.oid = a.attcollation
      left join pg_namespace cn on cn.oid = co.collnamespace
      where a.attrelid = c.oid
        and a.attnum > 0
        and not a.attisdropped
    )`,
  },
  from: `
  from user_relation c
  join pg_type t on t.oid = c.reltype
  where c.relkind = 'c'`,
};

export function addCompositeTypes(rows: readonly CompositeTypeRow[], names: GrowingNames): void {
  for (const row of rows) {
    const id = names.inSchema('composite-type', row);
    names.addType(row.oid, id);
    names.addType(row.arrayType, id);
    // What its attributes need is recorded for the relation behind it.
    names.addObject('pg_class', row.relation, id);
  }
}

export function* readCompositeTypes(
  rows: readonly CompositeTypeRow[],
  names: Names,
): Iterable<readonly [ObjectId, CompositeTypeAttributes]> {
  for (const { oid, attributes } of rows) {
    const id = names.type(oid);
    if (id !== undefined) yield [id, { attributes: attributes ?? [] }];
  }
}
