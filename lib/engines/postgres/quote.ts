import { type ObjectId, parseObjectId } from '../../catalog/object-id.ts';

/**
 * Every key word that PostgreSQL does not accept as a plain name everywhere, which is also what its own
 * `quote_identifier` quotes: `select word from pg_get_keywords() where catcode <> 'U'` on 18, a superset of the
 * words of the versions before.
 *
 * @see https://www.postgresql.org/docs/18/sql-keywords-appendix.html
 */
const keyWords = new Set(
  `
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
  cast char character check coalesce collate collation column concurrently constraint create cross
  current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
  decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
  freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect
  interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
  json_scalar json_serialize json_table json_value lateral leading least left like limit localtime
  localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on
  only or order out outer overlaps overlay placing position precision primary real references returning right
  row select session_user setof similar smallint some substring symmetric system_user table tablesample then
  time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where
  window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
  xmlserialize xmltable
  `
    .trim()
    .split(/\s+/),
);

/**
 * Writes a name as an SQL identifier: bare when PostgreSQL reads it back unchanged, else in double quotes.
 *
 * @throws RangeError for a name that no PostgreSQL object can have: an empty one, or one with a NUL character
 */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new RangeError(`not a PostgreSQL name: ${JSON.stringify(name)}`);
  if (/^[a-z_][a-z0-9_]*$/u.test(name) && !keyWords.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Writes a text as an SQL string constant that means the same whatever `standard_conforming_strings` is.
 *
 * @throws RangeError for a text with a NUL character, which PostgreSQL cannot hold
 */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new RangeError('a PostgreSQL text holds no NUL character');
  const doubled = text.replaceAll("'", "''");
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}

/** Writes an object's qualified name as SQL: `public."UserProject"`. A column's or constraint's comes with its table. */
export function quoteId(id: ObjectId): string {
  return parseObjectId(id).path.map(quoteIdentifier).join('.');
}

/** Writes the last part of an object's name as SQL: a column without its table, an index without its schema. */
export function quoteLastPart(id: ObjectId): string {
  return quoteIdentifier(parseObjectId(id).path.at(-1) ?? '');
}
