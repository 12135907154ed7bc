import type { ObjectId } from '../../../catalog/object-id.ts';
import type { EnumAttributes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';

export interface EnumRow {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly arrayType: Oid;
  readonly labels: readonly string[] | null;
}

export const enumsPart: CatalogPart<EnumRow> = {
  fields: {
    oid: 't.oid',
    schema: 't.typnamespace',
    name: 't.typname',
    arrayType: 't.typarray',
    labels: '(select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)',
  },
  from: `
  from user_type t
  where t.typtype = 'e'`,
};

export function* readEnums(rows: readonly EnumRow[], names: Names): Iterable<readonly [ObjectId, EnumAttributes]> {
  for (const { oid, labels } of rows) {
    const id = names.type(oid);
    if (id !== undefined) yield [id, { labels: labels ?? [] }];
  }
}
