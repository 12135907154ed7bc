import { compareNames } from '../../../catalog/normalize.ts';

const [opening, closing] = ['FOR VALUES IN (', ')'];

/**
 * Writes the values of a list partition in one order: the server keeps that in which somebody wrote them. All of them are
 * constants, a quote inside one is doubled, and other bounds are left as they are.
 *
 * @param bound as the server prints it: `FOR VALUES IN ('b', 'a', NULL)`
 * @see https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-PARTITION
 */
export function sortListBound(bound: string): string {
  if (!bound.startsWith(opening) || !bound.endsWith(closing)) return bound;
  const values: string[] = [];
  let [value, isQuoted] = ['', false];
  for (const character of bound.slice(opening.length, -closing.length)) {
    if (character === "'") isQuoted = !isQuoted;
    if (character === ',' && !isQuoted) {
      values.push(value);
      value = '';
    } else value += character;
  }
  const sorted = [...values, value].map((each) => each.trim()).sort(compareNames);
  return `${opening}${sorted.join(', ')}${closing}`;
}
