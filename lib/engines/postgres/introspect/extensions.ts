import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ExtensionAttributes, ExtensionNotes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';

export interface ExtensionRow {
  readonly oid: Oid;
  readonly name: string;
  readonly schema: string;
}

export const extensionsPart: CatalogPart<ExtensionRow> = {
  fields: {
    oid: 'e.oid',
    name: 'e.extname',
    schema: 'n.nspname',
  },
  from: `
  from pg_extension e
  join pg_namespace n on n.oid = e.extnamespace`,
};

export function* readExtensions(
  rows: readonly ExtensionRow[],
  names: Names,
): Iterable<readonly [ObjectId, ExtensionAttributes]> {
  for (const { oid } of rows) {
    const id = names.extension(oid);
    if (id !== undefined) yield [id, {}];
  }
}

export function* noteExtensions(
  rows: readonly ExtensionRow[],
  names: Names,
): Iterable<readonly [ObjectId, ExtensionNotes]> {
  for (const { oid, schema } of rows) {
    const id = names.extension(oid);
    if (id !== undefined) yield [id, { schema }];
  }
}
