import { formatChildId, formatObjectId, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import type { PublicationAttributes, PublicationTableAttributes } from '../publication-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';

export interface PublicationRow {
  readonly oid: Oid;
  readonly name: string;
  readonly isForAllTables: boolean;
  readonly schemas: readonly string[] | null;
  readonly publishes: readonly string[] | null;
  readonly isViaRoot: boolean;
  /** Since 18: `n` for none, `s` for stored ones. */
  readonly generatedColumns: string | null;
}

/**
 * Publications. The schemas that one publishes stand in a catalog which 13 and 14 do not have, so they are taken from
 * the dependencies of its rows.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-publication.html
 */
export const publicationsPart: CatalogPart<PublicationRow> = {
  fields: {
    oid: 'p.oid',
    name: 'p.pubname',
    isForAllTables: 'p.puballtables',
    schemas: `(
      select json_agg(n.nspname order by n.nspname)
      from pg_depend published
      join pg_depend contained on contained.classid = published.classid and contained.objid = published.objid
      join pg_namespace n on n.oid = contained.refobjid
      where published.classid = to_regclass('pg_catalog.pg_publication_namespace')
        and published.refclassid = 'pg_publication'::regclass
        and published.refobjid = p.oid
        and contained.refclassid = 'pg_namespace'::regclass
    )`,
    publishes: `array_remove(array[
      case when p.pubinsert then 'insert' end,
      case when p.pubupdate then 'update' end,
      case when p.pubdelete then 'delete' end,
      case when p.pubtruncate then 'truncate' end
    ], null)`,
    isViaRoot: 'p.pubviaroot',
    generatedColumns: `to_jsonb(p) ->> 'pubgencols'`,
  },
  from: `
  from pg_publication p
  where not exists (select from member m where m.classid = 'pg_publication'::regclass and m.objid = p.oid)`,
};

export interface PublicationTableRow {
  readonly oid: Oid;
  readonly publication: Oid;
  readonly table: Oid;
  readonly columns: readonly string[] | null;
  readonly filter: string | null;
}

/**
 * The tables that a publication names. Column lists and row filters exist since 15: before that, the names inside the
 * subquery mean the empty ones outside it.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-publication-rel.html
 */
export const publicationTablesPart: CatalogPart<PublicationTableRow> = {
  fields: {
    oid: 'pt.oid',
    publication: 'pt.prpubid',
    table: 'pt.prrelid',
    columns: `(
      select json_agg(a.attname order by a.attname)
      from pg_attribute a
      where a.attrelid = pt.prrelid
        and a.attnum = any (pt.columns)
    )`,
    filter: 'pg_get_expr(pt.filter, pt.prrelid)',
  },
  from: `
  from (values (null::int2vector, null::pg_node_tree)) as absent (prattrs, prqual)
  cross join lateral (
    select r.oid, r.prpubid, r.prrelid, prattrs as columns, prqual as filter
    from pg_publication_rel r
  ) pt`,
};

export function addPublications(rows: readonly PublicationRow[], names: GrowingNames): void {
  for (const { oid, name } of rows) names.addObject('pg_publication', oid, formatObjectId('publication', [name]));
}

/** A published table is named after the table, so that it is compared wherever the table is. */
export function addPublicationTables(rows: readonly PublicationTableRow[], names: GrowingNames): void {
  for (const { oid, publication, table } of rows) {
    const [whole, part] = [names.object('pg_publication', publication), names.table(table)];
    if (whole === undefined || part === undefined) continue;
    const [name = ''] = parseObjectId(whole).path;
    names.addObject('pg_publication_rel', oid, formatChildId('publication-table', part, name));
  }
}

const stored = 's';

export function* readPublications(
  rows: readonly PublicationRow[],
  names: Names,
): Iterable<readonly [ObjectId, PublicationAttributes]> {
  for (const { oid, isForAllTables, schemas, publishes, isViaRoot, generatedColumns } of rows) {
    const id = names.object('pg_publication', oid);
    if (id === undefined) continue;
    yield [
      id,
      {
        ...(isForAllTables ? { isForAllTables } : {}),
        ...(schemas === null ? {} : { schemas }),
        publishes: publishes ?? [],
        ...(isViaRoot ? { isViaRoot } : {}),
        ...(generatedColumns === stored ? { generatedColumns: 'stored' } : {}),
      },
    ];
  }
}

export function* readPublicationTables(
  rows: readonly PublicationTableRow[],
  names: Names,
): Iterable<readonly [ObjectId, PublicationTableAttributes]> {
  for (const { oid, publication, table, columns, filter } of rows) {
    const id = names.object('pg_publication_rel', oid);
    const [whole, part] = [names.object('pg_publication', publication), names.table(table)];
    if (id === undefined || whole === undefined || part === undefined) continue;
    yield [
      id,
      {
        belongsTo: [part, whole],
        ...(columns === null ? {} : { columns }),
        ...(filter === null ? {} : { filter }),
      },
    ];
  }
}
