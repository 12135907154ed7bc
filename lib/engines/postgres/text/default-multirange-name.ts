const longestName = 63;

/**
 * The name that CREATE TYPE gives the multirange type unless told otherwise.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtype.html#SQL-CREATETYPE-RANGE
 */
export function defaultMultirangeName(range: string): string {
  if (range.includes('range')) return clip(range.replace('range', 'multirange'), longestName);
  return `${clip(range, longestName - '_multirange'.length)}_multirange`;
}

/** As many whole characters as fit. */
function clip(name: string, bytes: number): string {
  const encoder = new TextEncoder();
  let [kept, size] = ['', 0];
  for (const character of name) {
    size += encoder.encode(character).length;
    if (size > bytes) break;
    kept += character;
  }
  return kept;
}
