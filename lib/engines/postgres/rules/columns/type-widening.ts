/**
 * Whether a column can go from one type to the other without its rows being looked at: a character varying to a longer
 * one, to one without limit or to text; a numeric to more precision with the same scale.
 *
 * @param actual, expected types as `format_type` prints them
 */
export function isWidening(actual: string, expected: string): boolean {
  const [from, to] = [readType(actual), readType(expected)];
  if (from === undefined || to === undefined) return false;
  if (from.name === 'numeric') {
    return to.name === 'numeric' && from.scale === to.scale && to.limit > from.limit;
  }
  return to.name !== 'numeric' && (to.limit > from.limit || to.limit === Number.POSITIVE_INFINITY);
}

interface SizedType {
  readonly name: 'text' | 'character varying' | 'numeric';
  readonly limit: number;
  readonly scale?: number;
}

function readType(type: string): SizedType | undefined {
  if (type === 'text' || type === 'character varying') return { name: type, limit: Number.POSITIVE_INFINITY };
  const varchar = /^character varying\((\d+)\)$/u.exec(type);
  if (varchar) return { name: 'character varying', limit: Number(varchar[1]) };
  const numeric = /^numeric\((\d+),(-?\d+)\)$/u.exec(type);
  if (numeric) return { name: 'numeric', limit: Number(numeric[1]), scale: Number(numeric[2]) };
  return undefined;
}
