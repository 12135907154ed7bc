import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import type { CatalogPart } from './catalog-part.ts';
import { idOf } from './dependencies.ts';
import type { Names, Oid } from './names.ts';

export interface CommentRow {
  /** The catalog's name, the object's number in it, and the column's number or 0. */
  readonly class: string;
  readonly object: Oid;
  readonly part: number;
  readonly comment: string;
}

/**
 * Comments on all that lives in a database. An extension brings its own, and so does the schema `public`.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-description.html
 */
export const commentsPart: CatalogPart<CommentRow> = {
  fields: {
    class: 'd.classoid::regclass::text',
    object: 'd.objoid',
    part: 'd.objsubid',
    comment: 'd.description',
  },
  from: `
  from pg_description d
  where d.classoid <> 'pg_extension'::regclass
    and (
      d.objoid >= 16384
      or d.classoid = 'pg_namespace'::regclass and d.description <> 'standard public schema'
    )`,
};

export function* readComments(
  rows: readonly CommentRow[],
  names: Names,
): Iterable<readonly [ObjectId, { readonly comment: string }]> {
  for (const row of rows) {
    const id = commentedId(row, names);
    if (id !== undefined) yield [id, { comment: row.comment }];
  }
}

/**
 * The object that a comment is on, and nothing where the number stands for another: the index behind a key, a table's
 * row type, an attribute of a composite type.
 */
function commentedId({ class: catalog, object, part }: CommentRow, names: Names): ObjectId | undefined {
  if (part > 0) return names.column(object, part);
  if (catalog === 'pg_class' && names.constraintOfIndex(object) !== undefined) return undefined;
  const id = idOf(catalog, object, part, names);
  return id !== undefined && catalog === 'pg_type' && kindOf(id).endsWith('table') ? undefined : id;
}
