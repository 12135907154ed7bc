import { isToken, nameOf, type Piece, readPrinted } from './printed-sql.ts';

/** A type as SQL names it, taken apart. */
export interface TypeName {
  /** Schema and name, or the name alone for a type of pg_catalog. Plain names, never quoted. */
  readonly path: readonly string[];
  readonly isArray: boolean;
  /** The numbers in parentheses: the 50 of `character varying(50)`. */
  readonly modifiers: readonly number[];
  /** Whether it holds less than the type without modifiers: by a length, a precision, the fields of an interval. */
  readonly isModified: boolean;
}

/**
 * Takes apart a type as `format_type` prints it. Undefined for what is none.
 *
 * @see https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-CATALOG
 */
export function readTypeName(type: string): TypeName | undefined {
  const pieces = readPrinted(type);
  return pieces === undefined ? undefined : readType(pieces);
}

/** What `format_type` prints for types that the SQL standard gives names of their own, and what the catalog calls them. */
const standardNames: { readonly [printed: string]: string } = {
  bit: 'bit',
  'bit varying': 'varbit',
  boolean: 'bool',
  character: 'bpchar',
  'character varying': 'varchar',
  'double precision': 'float8',
  bigint: 'int8',
  integer: 'int4',
  interval: 'interval',
  numeric: 'numeric',
  real: 'float4',
  smallint: 'int2',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
};

/** Of length 1 where none is said. */
const ofLengthOne = ['bit', 'character'];

/** Takes apart a type that some pieces consist of. */
export function readType(pieces: readonly Piece[]): TypeName | undefined {
  const last = pieces.at(-1);
  const isArray = last !== undefined && 'items' in last && last.kind === '[' && last.items.length === 0;
  const whole = isArray ? pieces.slice(0, -1) : pieces;
  const groups = whole.filter((piece) => 'items' in piece);
  const [group] = groups;
  if (groups.length > 1 || group?.kind === '[') return undefined;
  const modifiers = numbersIn(group?.items ?? []);
  const rest = whole.filter((piece) => piece !== group);
  if (rest.every(({ kind }) => kind === 'word')) {
    const words = rest.map(nameOf).join(' ');
    const standard = standardNames[words];
    if (standard !== undefined) {
      const implied = group === undefined && ofLengthOne.includes(words);
      return {
        path: [standard],
        isArray,
        modifiers: implied ? [1] : modifiers,
        isModified: implied || group !== undefined,
      };
    }
    // `interval day to second`: the fields narrow it as a length does.
    if (words.startsWith('interval ')) return { path: ['interval'], isArray, modifiers, isModified: true };
  }
  const path = readPath(rest);
  if (path === undefined) return undefined;
  return {
    path: path[0] === 'pg_catalog' ? path.slice(1) : path,
    isArray,
    modifiers,
    isModified: group !== undefined,
  };
}

/** The parts of a name with dots; undefined for anything else. */
export function readPath(pieces: readonly Piece[]): readonly string[] | undefined {
  const names = pieces.filter((_, i) => i % 2 === 0).map(nameOf);
  const dots = pieces.filter((_, i) => i % 2 === 1);
  const isPath = names.length === dots.length + 1 && dots.every((piece) => isToken(piece, 'sign', '.'));
  return isPath && names.every((name) => name !== undefined) ? names : undefined;
}

function numbersIn(pieces: readonly Piece[]): readonly number[] {
  return pieces.flatMap((piece, i) => {
    if (!('text' in piece) || piece.kind !== 'number') return [];
    return [isToken(pieces[i - 1], 'sign', '-') ? -Number(piece.text) : Number(piece.text)];
  });
}
