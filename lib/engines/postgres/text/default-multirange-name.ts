const longestName = 63;

/**
 * The name that CREATE TYPE gives the multirange type unless told otherwise, as it is read: the server cuts a long name
 * between any two bytes, and a character that is cut in two reads as U+FFFD.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtype.html#SQL-CREATETYPE-RANGE
 */
export function defaultMultirangeName(range: string): string {
  if (range.includes('range')) return clip(range.replace('range', 'multirange'), longestName);
  const cut = new TextEncoder().encode(range).slice(0, longestName - '_multirange'.length);
  return `${new TextDecoder().decode(cut)}_multirange`;
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
