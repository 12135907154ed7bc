/** A type of a column, as far as its casts go: of a domain, the type that it is of. */
export interface CastType {
  /** As `format_type` prints it. */
  readonly type: string;
  /** Whether it, or what it is an array of, is a type that people made. */
  readonly isOfPeople: boolean;
}

/**
 * What USING puts between a column and its new type: nothing where PostgreSQL casts the one to the other, `::text` or
 * `::text[]` where it does not, so that only their texts can lead from one to the other. Types of extensions are taken
 * to have casts.
 *
 * @see https://www.postgresql.org/docs/18/sql-createcast.html
 */
export function castPath(actual: CastType, expected: CastType): '' | '::text' | '::text[]' {
  const [from, to] = [readType(actual), readType(expected)];
  const byText = from.isArray && to.isArray ? '::text[]' : '::text';
  if (to.isOfPeople) return byText;
  if (from.isArray === to.isArray) return hasCast(from, to) ? '' : byText;
  const single = from.isArray ? to : from;
  return strings.has(single.name) || !(single.isOfPeople || single.name in casts) ? '' : byText;
}

/** Whatever has a text can be cast to these, and these to whatever has one. */
const strings: ReadonlySet<string> = new Set(['text', 'character varying', 'character', 'name']);

const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];

/** The types that PostgreSQL brings along, and to which of the others it casts each on every major. */
export const casts: { readonly [from: string]: readonly string[] } = {
  smallint: [...numbers, 'oid'],
  integer: [...numbers, 'oid', 'money', 'boolean', 'bit', '"char"'],
  bigint: [...numbers, 'oid', 'money', 'bit'],
  numeric: [...numbers, 'money'],
  real: numbers,
  'double precision': numbers,
  money: ['numeric'],
  oid: ['integer', 'bigint'],
  boolean: ['integer'],
  '"char"': ['integer'],
  bit: ['bit varying', 'integer', 'bigint'],
  'bit varying': ['bit'],
  date: ['timestamp without time zone', 'timestamp with time zone'],
  'timestamp without time zone': ['date', 'timestamp with time zone', 'time without time zone'],
  'timestamp with time zone': ['date', 'timestamp without time zone', 'time without time zone', 'time with time zone'],
  'time without time zone': ['time with time zone', 'interval'],
  'time with time zone': ['time without time zone'],
  interval: ['time without time zone'],
  json: ['jsonb'],
  jsonb: ['json', 'boolean', ...numbers],
  inet: ['cidr'],
  cidr: ['inet'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  point: ['box'],
  lseg: ['point'],
  box: ['point', 'lseg', 'polygon', 'circle'],
  path: ['polygon'],
  polygon: ['point', 'path', 'box', 'circle'],
  circle: ['point', 'box', 'polygon'],
  line: [],
  bytea: [],
  uuid: [],
  tsvector: [],
  tsquery: [],
  xml: [],
  pg_lsn: [],
  int4range: ['int4multirange'],
  int8range: ['int8multirange'],
  numrange: ['nummultirange'],
  tsrange: ['tsmultirange'],
  tstzrange: ['tstzmultirange'],
  daterange: ['datemultirange'],
  int4multirange: [],
  int8multirange: [],
  nummultirange: [],
  tsmultirange: [],
  tstzmultirange: [],
  datemultirange: [],
};

interface ReadType {
  readonly name: string;
  readonly isArray: boolean;
  readonly isOfPeople: boolean;
}

function hasCast(from: ReadType, to: ReadType): boolean {
  if (from.name === to.name || strings.has(from.name) || strings.has(to.name)) return true;
  if (from.isOfPeople) return false;
  return !(to.name in casts) || (casts[from.name]?.includes(to.name) ?? true);
}

/** Without its length, precision or fields: `interval day to second(3)` is an interval. */
function readType({ type, isOfPeople }: CastType): ReadType {
  const isArray = type.endsWith('[]');
  const element = isArray ? type.slice(0, -2) : type;
  const name = element.startsWith('interval ') ? 'interval' : element.replace(/\(\d+(?:,-?\d+)?\)/u, '');
  return { name, isArray, isOfPeople };
}
