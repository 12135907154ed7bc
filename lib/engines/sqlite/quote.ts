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

/**
 * The keywords that SQLite takes for no name, or for another value than the column of that name.
 *
 * @see https://www.sqlite.org/lang_keywords.html
 */
const reserved = new Set(
  `ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CAST CHECK COLLATE COMMIT CONSTRAINT CREATE CURRENT_DATE CURRENT_TIME
  CURRENT_TIMESTAMP DEFAULT DEFERRABLE DELETE DISTINCT DROP ELSE ESCAPE EXCEPT EXISTS FOREIGN FROM GROUP HAVING IF IN INDEX
  INSERT INTERSECT INTO IS ISNULL JOIN LIMIT NOT NOTHING NOTNULL NULL ON OR ORDER PRIMARY RAISE REFERENCES RETURNING SELECT
  SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING VALUES WHEN WHERE FALSE TRUE`.split(/\s+/u),
);

/** An identifier as people write it: quoted only where the name needs it. */
export function showName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/iu.test(name) && !reserved.has(name.toUpperCase()) ? name : quoteName(name);
}

/** Makes the same of two names that SQLite takes for one: it tells ASCII letters apart without their case, and no others. */
export function foldName(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
}

/** A text as an SQL string. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The id of a table or view of the database. */
export function mainId(kind: string, name: string): ObjectId {
  return formatObjectId(kind, [mainSchema, name]);
}
