import type { ObjectId } from '../../../catalog/object-id.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';

export interface DependencyRow {
  /** The catalog's name, the object's number in it, and the column's number or 0. */
  readonly class: string;
  readonly object: Oid;
  readonly part: number;
  readonly type: 'n' | 'a' | 'i';
  readonly needsClass: string;
  readonly needsObject: Oid;
  readonly needsPart: number;
}

/**
 * What needs what, as DROP knows it. A default stands for its column; what an extension brought, for the extension.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-depend.html
 */
export const dependenciesPart: CatalogPart<DependencyRow> = {
  fields: {
    class: `case when a.oid is null then d.classid else 'pg_class'::regclass end::regclass::text`,
    object: 'coalesce(a.adrelid, d.objid)',
    part: 'coalesce(a.adnum, d.objsubid)',
    type: 'd.deptype',
    needsClass: 'coalesce(e.refclassid, d.refclassid)::regclass::text',
    needsObject: 'coalesce(e.refobjid, d.refobjid)',
    needsPart: 'case when e.refobjid is null then d.refobjsubid else 0 end',
  },
  from: `
  from pg_depend d
  left join pg_attrdef a on d.classid = 'pg_attrdef'::regclass and a.oid = d.objid
  left join pg_depend e on e.classid = d.refclassid
    and e.objid = d.refobjid
    and e.objsubid = 0
    and e.deptype = 'e'
  where d.deptype in ('n', 'a', 'i')
    -- What initdb made is always there.
    and d.refobjid >= 16384
    and d.objid >= 16384`,
};

/** For each object, those that must exist before it can be made. */
export function readDependencies(
  rows: readonly DependencyRow[],
  names: Names,
): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const needs = new Map<ObjectId, ObjectId[]>();
  for (const row of rows) {
    const id = idOf(row.class, row.object, row.part, names);
    const need = idOf(row.needsClass, row.needsObject, row.needsPart, names);
    if (id === undefined || need === undefined || id === need || isBackward(row, names)) continue;
    const known = needs.get(id);
    if (known === undefined) needs.set(id, [need]);
    else known.push(need);
  }
  return needs;
}

/** The id of what a row of pg_depend and its kin names: a catalog, a number in it, a column's number or 0. */
export function idOf(catalog: string, object: Oid, part: number, names: Names): ObjectId | undefined {
  switch (catalog) {
    case 'pg_class':
      if (part > 0) return names.column(object, part) ?? names.object(catalog, object);
      return (
        names.table(object) ??
        names.sequence(object) ??
        names.index(object) ??
        names.constraintOfIndex(object) ??
        names.object(catalog, object)
      );
    case 'pg_constraint':
      return names.constraint(object);
    case 'pg_type':
      return names.type(object);
    case 'pg_namespace':
      return names.schema(object);
    case 'pg_extension':
      return names.extension(object);
    default:
      return names.object(catalog, object);
  }
}

/**
 * Some dependencies say what goes together, not what comes first: a sequence is dropped with the column that owns it and
 * made before it, and a partitioned table and the columns of its key are made at once.
 */
function isBackward(row: DependencyRow, names: Names): boolean {
  if (row.class !== 'pg_class' || row.needsClass !== 'pg_class') return false;
  if (row.object === row.needsObject) return row.part === 0 || row.needsPart === 0;
  return row.type === 'a' && row.part === 0 && names.sequence(row.object) !== undefined;
}
