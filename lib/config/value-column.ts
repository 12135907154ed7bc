import { formatObjectId, type ObjectId } from '../catalog/object-id.ts';

const part = String.raw`(?:"(?:[^"]|"")+"|[^\s.:"*(),?]+)`;

/** A key of `values:`: `table.column` or `schema.table.column`, parts in double quotes where they hold dots or spaces. */
export const valueColumnPattern = new RegExp(String.raw`^${part}\.${part}(?:\.${part})?$`, 'u');

/**
 * Reads a key of `values:` as the column that it names; without a schema it is in `public`.
 *
 * @example columnOfValueKey('content_plans.status') // 'column:public.content_plans.status'
 * @param schema that of a key without one
 * @throws RangeError when the key names no column
 */
export function columnOfValueKey(key: string, schema = 'public'): ObjectId {
  if (!valueColumnPattern.test(key)) throw new RangeError(`not a column: ${key}`);
  const path = [...key.matchAll(new RegExp(part, 'gu'))].map(([text]) =>
    text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text,
  );
  return formatObjectId('column', path.length === 2 ? [schema, ...path] : path);
}
