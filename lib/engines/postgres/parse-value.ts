import type { Json } from '../../catalog/snapshot.ts';

/** Types by their fixed numbers in `pg_type`. */
const bool = 16;
const numbers = new Set([/* int2 */ 21, /* int4 */ 23, /* oid */ 26, /* float4 */ 700, /* float8 */ 701]);
const json = new Set([/* json */ 114, /* jsonb */ 3802]);

const asText = (text: string): Json => text;
const asBoolean = (text: string): Json => text === 't';
const asJson = (text: string): Json => JSON.parse(text);

/** `NaN` and `Infinity` are numbers to PostgreSQL and not to JSON. */
function asNumber(text: string): Json {
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

/** How to read a value of a type from the server's text: as JSON where that loses nothing, else as the text itself. */
export function parseValue(typeOid: number): (text: string) => Json {
  if (typeOid === bool) return asBoolean;
  if (numbers.has(typeOid)) return asNumber;
  return json.has(typeOid) ? asJson : asText;
}
