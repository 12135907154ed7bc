import type { ObjectId } from '../../../catalog/object-id.ts';
import type { CollationAttributes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { GrowingNames, Names, Oid } from './names.ts';

export interface CollationRow {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly provider: 'b' | 'c' | 'd' | 'i';
  readonly isDeterministic: boolean;
  readonly locale: string | null;
  readonly collate: string | null;
  readonly ctype: string | null;
  readonly rules: string | null;
}

/**
 * Collations. The locale of one that ICU provides stood in `collcollate` up to 14, in `colliculocale` in 15 and 16; the
 * row as JSON has whichever there is. The version of the provider's library is the host's.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-collation.html
 */
export const collationsPart: CatalogPart<CollationRow> = {
  fields: {
    oid: 'c.oid',
    schema: 'c.collnamespace',
    name: 'c.collname',
    provider: 'c.collprovider',
    isDeterministic: 'c.collisdeterministic',
    locale: `case
      when c.collprovider in ('b', 'i')
        then coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate::text)
    end`,
    collate: `case when c.collprovider = 'c' then c.collcollate::text end`,
    ctype: `case when c.collprovider = 'c' then c.collctype::text end`,
    rules: `to_jsonb(c) ->> 'collicurules'`,
  },
  from: `
  from pg_collation c
  join user_schema s on s.oid = c.collnamespace
  where not exists (select from member m where m.classid = 'pg_collation'::regclass and m.objid = c.oid)`,
};

const providers = { b: 'builtin', c: 'libc', d: 'default', i: 'icu' } as const;

export function addCollations(rows: readonly CollationRow[], names: GrowingNames): void {
  for (const row of rows) names.addObject('pg_collation', row.oid, names.inSchema('collation', row));
}

export function* readCollations(
  rows: readonly CollationRow[],
  names: Names,
): Iterable<readonly [ObjectId, CollationAttributes]> {
  for (const { oid, provider, isDeterministic, locale, collate, ctype, rules } of rows) {
    const id = names.object('pg_collation', oid);
    if (id === undefined) continue;
    const isOneLocale = collate === ctype;
    yield [
      id,
      {
        provider: providers[provider],
        isDeterministic,
        ...((locale ?? collate) === null || (locale === null && !isOneLocale) ? {} : { locale: locale ?? collate }),
        ...(isOneLocale ? {} : { collate, ctype }),
        ...(rules === null ? {} : { rules }),
      },
    ];
  }
}
