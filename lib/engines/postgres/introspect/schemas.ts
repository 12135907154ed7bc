import type { ObjectId } from '../../../catalog/object-id.ts';
import type { SchemaAttributes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';

export interface SchemaRow {
  readonly oid: Oid;
  readonly name: string;
  /** Whether an extension made it. */
  readonly isMember: boolean;
}

/** Schemas that no extension owns. Objects of people can live in one that an extension made; those are read. */
export const schemasPart: CatalogPart<SchemaRow> = {
  fields: {
    oid: 's.oid',
    name: 's.nspname',
    isMember: 's.is_member',
  },
  from: `
  from user_schema s`,
};

export function* readSchemas(
  rows: readonly SchemaRow[],
  names: Names,
): Iterable<readonly [ObjectId, SchemaAttributes]> {
  for (const { oid, isMember } of rows) {
    const id = names.schema(oid);
    if (id !== undefined && !isMember) yield [id, {}];
  }
}
