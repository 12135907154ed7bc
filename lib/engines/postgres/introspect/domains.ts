import type { ObjectId } from '../../../catalog/object-id.ts';
import type { DomainAttributes, DomainNotes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import { isVolatile } from './columns.ts';
import type { Names, Oid } from './names.ts';

export interface DomainRow {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly arrayType: Oid;
  readonly type: string;
  readonly isNotNull: boolean;
  readonly default: string | null;
  readonly collation: string | null;
  /** Only with notes. */
  readonly isVolatile?: boolean | null;
}

/** Domains; their checks are read with the other constraints. */
export function domainsPart({ withNotes }: { readonly withNotes: boolean }): CatalogPart<DomainRow> {
  return {
    fields: {
      oid: 't.oid',
      schema: 't.typnamespace',
      name: 't.typname',
      arrayType: 't.typarray',
      type: 'format_type(t.typbasetype, t.typtypmod)',
      isNotNull: 't.typnotnull',
      default: 'pg_get_expr(t.typdefaultbin, 0)',
      collation: `case when t.typcollation <> base.typcollation then format('%I.%I', cn.nspname, c.collname) end`,
      ...(withNotes ? { isVolatile: isVolatile('t.typdefaultbin') } : {}),
    },
    from: `
  from user_domain t
  join pg_type base on base.oid = t.typbasetype
  left join pg_collation c on c.oid = t.typcollation
  left join pg_namespace cn on cn.oid = c.collnamespace`,
  };
}

export function* readDomains(
  rows: readonly DomainRow[],
  names: Names,
): Iterable<readonly [ObjectId, DomainAttributes]> {
  for (const row of rows) {
    const id = names.type(row.oid);
    if (id === undefined) continue;
    yield [
      id,
      {
        type: row.type,
        isNullable: !row.isNotNull,
        ...(row.default === null ? {} : { default: row.default }),
        ...(row.collation === null ? {} : { collation: row.collation }),
      },
    ];
  }
}

export function* noteDomains(rows: readonly DomainRow[], names: Names): Iterable<readonly [ObjectId, DomainNotes]> {
  for (const row of rows) {
    const id = names.type(row.oid);
    if (id !== undefined && row.isVolatile === true) yield [id, { defaultIsVolatile: true }];
  }
}
