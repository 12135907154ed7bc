/**
 * Whether a column can go from one type to the other without its rows being changed: a character varying to a longer one,
 * to one without limit or to text; a numeric to more digits with the same scale, or to any; a bit varying to a longer one;
 * a time, timestamp or interval to more fractions of a second; a network to an address.
 *
 * @param actual, expected types as `format_type` prints them
 */
export function isWidening(actual: string, expected: string): boolean {
  const [from, to] = [readType(actual), readType(expected)];
  if (from === undefined || to === undefined || from.family !== to.family) return false;
  return to.limit >= from.limit && (to.scale === undefined || to.scale === from.scale);
}

interface SizedType {
  /** Types of one family are kept in the same way. */
  readonly family: string;
  readonly limit: number;
  /** Absent: any. */
  readonly scale?: number;
}

const unlimited = Number.POSITIVE_INFINITY;

/** What a time has when it is given no number of digits. */
const mostFractionDigits = 6;

function readType(type: string): SizedType | undefined {
  if (type === 'text') return { family: 'character varying', limit: unlimited };
  if (type === 'cidr' || type === 'inet') return { family: 'inet', limit: type === 'cidr' ? 1 : 2 };
  const numeric = /^numeric(?:\((\d+),(-?\d+)\))?$/u.exec(type);
  if (numeric) {
    const [, precision, scale] = numeric;
    return precision === undefined
      ? { family: 'numeric', limit: unlimited }
      : { family: 'numeric', limit: Number(precision), scale: Number(scale) };
  }
  const varying = /^((?:character|bit) varying)(?:\((\d+)\))?$/u.exec(type);
  if (varying) return { family: varying[1] ?? '', limit: Number(varying[2] ?? unlimited) };
  const time = /^(time|timestamp|interval)(?:\((\d)\))?( with(?:out)? time zone)?$/u.exec(type);
  return time ? { family: `${time[1]}${time[3]}`, limit: Number(time[2] ?? mostFractionDigits) } : undefined;
}
