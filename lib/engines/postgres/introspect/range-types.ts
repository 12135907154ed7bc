import type { ObjectId } from '../../../catalog/object-id.ts';
import type { RangeTypeAttributes } from '../object-kinds.ts';
import { defaultMultirangeName } from '../text/default-multirange-name.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';

export interface RangeTypeRow {
  readonly oid: Oid;
  readonly arrayType: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly subtype: string;
  readonly operatorClass: string | null;
  readonly collation: string | null;
  readonly canonical: string | null;
  readonly subtypeDiff: string | null;
  /** Null before 14. */
  readonly multirange: { readonly oid: Oid; readonly arrayType: Oid; readonly name: string } | null;
}

/**
 * Range types, each with the multirange type that 14 and later make along with it.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-range.html
 */
export const rangeTypesPart: CatalogPart<RangeTypeRow> = {
  fields: {
    oid: 't.oid',
    arrayType: 't.typarray',
    schema: 't.typnamespace',
    name: 't.typname',
    subtype: 'format_type(r.rngsubtype, null)',
    operatorClass: `case when not oc.opcdefault then format('%I.%I', ocn.nspname, oc.opcname) end`,
    collation: `case when r.rngcollation <> st.typcollation then format('%I.%I', cn.nspname, co.collname) end`,
    canonical: 'nullif(r.rngcanonical, 0)::regproc::text',
    subtypeDiff: 'nullif(r.rngsubdiff, 0)::regproc::text',
    multirange: `(
      select json_build_object('oid', m.oid, 'arrayType', m.typarray, 'name', m.typname)
      from pg_type m
      -- 13 has no such column.
      where m.oid = (to_jsonb(r) ->> 'rngmultitypid')::oid
    )`,
  },
  from: `
  from user_type t
  join pg_range r on r.rngtypid = t.oid
  join pg_type st on st.oid = r.rngsubtype
  join pg_opclass oc on oc.oid = r.rngsubopc
  join pg_namespace ocn on ocn.oid = oc.opcnamespace
  left join pg_collation co on co.oid = r.rngcollation
  left join pg_namespace cn on cn.oid = co.collnamespace
  where t.typtype = 'r'`,
};

export function addRangeTypes(rows: readonly RangeTypeRow[], names: GrowingNames): void {
  for (const row of rows) {
    const id = names.inSchema('range-type', row);
    names.addType(row.oid, id);
    names.addType(row.arrayType, id);
    if (row.multirange === null) continue;
    names.addType(row.multirange.oid, id);
    names.addType(row.multirange.arrayType, id);
  }
}

export function* readRangeTypes(
  rows: readonly RangeTypeRow[],
  names: Names,
): Iterable<readonly [ObjectId, RangeTypeAttributes]> {
  for (const { oid, name, subtype, operatorClass, collation, canonical, subtypeDiff, multirange } of rows) {
    const id = names.type(oid);
    if (id === undefined) continue;
    yield [
      id,
      {
        subtype,
        ...(operatorClass === null ? {} : { operatorClass }),
        ...(collation === null ? {} : { collation }),
        ...(canonical === null ? {} : { canonical }),
        ...(subtypeDiff === null ? {} : { subtypeDiff }),
        ...(multirange === null || multirange.name === defaultMultirangeName(name)
          ? {}
          : { multirange: multirange.name }),
      },
    ];
  }
}
