import { formatObjectId, nameOf, type ObjectId, parseObjectId } from '../../catalog/object-id.ts';

/** SQLite's name for the database that a connection was opened on. */
const mainSchema = 'main';

/** An identifier in double quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The object's own name, plain: the table of `table:main.users`. */
export function ownNameOf(id: ObjectId): string {
  return parseObjectId(id).path.at(-1) ?? nameOf(id);
}

/** An identifier as people write it: quoted only where the name needs it. */
export function showName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/iu.test(name) ? name : quoteName(name);
}

/** A text as an SQL string. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The id of a table or view of the database. */
export function mainId(kind: string, name: string): ObjectId {
  return formatObjectId(kind, [mainSchema, name]);
}
