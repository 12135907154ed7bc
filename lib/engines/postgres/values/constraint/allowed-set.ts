import { areWords, isToken, nameOf, onlyGroup, type Piece, readPrinted, splitAt } from './printed-sql.ts';
import { readPath, readType, type TypeName } from './type-name.ts';

/** The values that a CHECK constraint lets one column hold. */
export interface AllowedSet {
  readonly values: readonly string[];
  /** False when the constraint has further conditions: it may allow less than this, never more. */
  readonly isExact: boolean;
  /** Whether it compares the values as text although the column's type compares otherwise. */
  readonly comparesText: boolean;
  /** Whether it binds the table alone and not its children. */
  readonly isNoInherit: boolean;
  /** Whether writes are held to it: NOT VALID constraints hold for new rows, NOT ENFORCED ones for none. */
  readonly isEnforced: boolean;
}

/** What a constraint must speak of to be recognised. */
export interface Subject {
  /** The column's plain name, or `value` for a domain's constraint. */
  readonly column: string;
  /** The schema of the column's type where it is not pg_catalog: an `=` from there is the type's own. */
  readonly typeSchema?: string;
}

/**
 * Recognises a CHECK that lists what a column may hold, from the text that the server prints for it with
 * `search_path = pg_catalog`: `col = ANY (ARRAY[...])`, `col = constant`, these joined by OR, narrowed by AND, and
 * `col <@ ARRAY[...]` for the elements of an array. Constants only. Anything else is undefined and proves nothing.
 *
 * @param subject what the constraint must speak of
 */
export function readAllowedSet(definition: string, subject: Subject): AllowedSet | undefined {
  const [check, condition, ...rest] = readPrinted(definition) ?? [];
  const flags = endings.find(({ words }) => areWords(rest, ...words));
  const isCheck = isToken(check, 'word', 'CHECK') && condition !== undefined && 'items' in condition;
  if (!isCheck || condition.kind !== '(' || flags === undefined) return undefined;
  const found = readCondition(condition.items, subject);
  if (found === undefined || found === 'any') return undefined;
  return { ...found, isNoInherit: flags.isNoInherit, isEnforced: flags.isEnforced };
}

/** What may follow a CHECK's condition. */
const endings = [[], ['NO', 'INHERIT']].flatMap((inherit) =>
  [[], ['NOT', 'VALID'], ['NOT', 'ENFORCED']].map((valid) => ({
    words: [...inherit, ...valid],
    isNoInherit: inherit.length > 0,
    isEnforced: !valid.includes('ENFORCED'),
  })),
);

/** Whether a CHECK may speak of a column at all, in whatever way. */
export function mentions(definition: string, column: string): boolean {
  const search = (pieces: readonly Piece[]): boolean =>
    pieces.some((piece, i) => {
      if ('items' in piece) return search(piece.items);
      const [before, after] = [pieces[i - 1], pieces[i + 1]];
      const isDot = (beside: Piece | undefined) => isToken(beside, 'sign', '.');
      // All columns at once.
      if (isDot(piece)) return isToken(after, 'sign', '*');
      const isPath = isDot(before) || isDot(after) || isToken(before, 'sign', '::');
      const isCall = after !== undefined && 'items' in after && after.kind === '(';
      return isColumn(piece, column) && !isPath && !isCall;
    });
  const pieces = readPrinted(definition);
  return pieces === undefined || search(pieces);
}

type Found = Omit<AllowedSet, 'isNoInherit' | 'isEnforced'>;

/** `any`: a condition that is met by every value. Undefined: not recognised. */
function readCondition(pieces: readonly Piece[], subject: Subject): Found | 'any' | undefined {
  const group = onlyGroup(pieces);
  if (group !== undefined) return readCondition(group.items, subject);
  const isWord = (word: string) => (piece: Piece) => isToken(piece, 'word', word);
  const [hasAnd, hasOr] = [pieces.some(isWord('AND')), pieces.some(isWord('OR'))];
  if (!hasAnd && !hasOr) return readComparison(pieces, subject);
  const parts = splitAt(pieces, isWord(hasAnd ? 'AND' : 'OR'));
  // Every operand is in parentheses, but for names, constants and calls: an AND beside anything else is no plain AND.
  if ((hasAnd && hasOr) || !parts.every(isOperand)) return undefined;
  const found = parts.map((part) => readCondition(part, subject));
  return hasAnd ? narrow(found) : widen(found);
}

function isOperand(pieces: readonly Piece[]): boolean {
  const last = pieces.at(-1);
  return pieces.length === 1 || (last !== undefined && 'items' in last && readPath(pieces.slice(0, -1)) !== undefined);
}

/**
 * Each part bounds the values, and what is not recognised can only narrow further. The shortest list stands for all:
 * texts that differ may be equal values, so that lists cannot be cut with each other here.
 */
function narrow(parts: readonly (Found | 'any' | undefined)[]): Found | 'any' | undefined {
  if (parts.length > 0 && parts.every((part) => part === 'any')) return 'any';
  const known = parts.filter((part): part is Found => part !== undefined && part !== 'any');
  const [shortest, ...others] = known.sort((a, b) => a.values.length - b.values.length);
  if (shortest === undefined) return undefined;
  return { ...shortest, isExact: shortest.isExact && others.length === 0 && !parts.includes(undefined) };
}

/** One alternative that is not recognised could let anything in. */
function widen(parts: readonly (Found | 'any' | undefined)[]): Found | 'any' | undefined {
  if (parts.includes(undefined)) return undefined;
  if (parts.includes('any')) return 'any';
  const known = parts.filter((part): part is Found => part !== undefined && part !== 'any');
  return {
    values: [...new Set(known.flatMap((set) => set.values))],
    isExact: known.every((set) => set.isExact),
    comparesText: known.some((set) => set.comparesText),
  };
}

function readComparison(pieces: readonly Piece[], { column, typeSchema }: Subject): Found | 'any' | undefined {
  const subject = readSubject(pieces, column);
  if (subject === undefined) return undefined;
  const { side, rest } = subject;
  if (areWords(rest, 'IS', 'NOT', 'NULL')) return 'any';
  if (areWords(rest, 'IS', 'NULL')) return { values: [], isExact: true, comparesText: false };
  const [operator, ...operand] = rest;
  const values = isToken(operator, 'word', 'OPERATOR')
    ? readOperand(signOf(operand[0], typeSchema), operand.slice(1))
    : readOperand(operator, operand);
  return values === undefined ? undefined : { values, isExact: true, comparesText: side === 'text' };
}

/** The sign of `OPERATOR(schema.=)`, where the schema is PostgreSQL's or the type's own. */
function signOf(group: Piece | undefined, typeSchema: string | undefined): Piece | undefined {
  const [schema, dot, sign, ...more] = group !== undefined && 'items' in group ? group.items : [];
  const isKnown = ['pg_catalog', typeSchema].includes(nameOf(schema)) && nameOf(schema) !== undefined;
  return isKnown && isToken(dot, 'sign', '.') && more.length === 0 ? sign : undefined;
}

function readOperand(operator: Piece | undefined, operand: readonly Piece[]): readonly string[] | undefined {
  if (isToken(operator, 'sign', '<@')) return readArray(operand);
  if (!isToken(operator, 'sign', '=')) return undefined;
  const array = isToken(operand[0], 'word', 'ANY') ? onlyGroup(operand.slice(1)) : undefined;
  return array === undefined ? readConstants([operand]) : readArray(array.items);
}

interface Side {
  readonly side: 'column' | 'text';
  /** What follows it. */
  readonly rest: readonly Piece[];
}

/** The column itself, or cast to text as the server prints it for varchar and enum columns. */
function readSubject(pieces: readonly Piece[], column: string): Side | undefined {
  const [first, cast, type] = pieces;
  if (first === undefined) return undefined;
  const isIt: Side | undefined = isColumn(first, column) ? { side: 'column', rest: [] } : undefined;
  const inner = 'items' in first && first.kind === '(' ? readSubject(first.items, column) : isIt;
  if (inner === undefined || inner.rest.length > 0) return undefined;
  if (!isToken(cast, 'sign', '::')) return { side: inner.side, rest: pieces.slice(1) };
  return isToken(type, 'word', 'text') ? { side: 'text', rest: pieces.slice(3) } : undefined;
}

/** A name as the server prints columns: a keyword would be in quotes. `VALUE` is what a domain's constraint speaks of. */
function isColumn(piece: Piece, column: string): boolean {
  if (isToken(piece, 'word', 'VALUE')) return column === 'value';
  const isConstant = isToken(piece, 'word', 'true') || isToken(piece, 'word', 'false');
  return nameOf(piece) === column && !isConstant;
}

/** The elements of `ARRAY[...]`, which may be cast once as a whole. */
function readArray(pieces: readonly Piece[]): readonly string[] | undefined {
  const group = onlyGroup(pieces);
  if (group !== undefined) return readArray(group.items);
  const { operand, types } = readCasts(pieces);
  if (types.length > 1 || !types.every(hasNoModifier)) return undefined;
  return readArrayItself(operand);
}

function readArrayItself(pieces: readonly Piece[]): readonly string[] | undefined {
  const group = onlyGroup(pieces);
  if (group !== undefined) return readArrayItself(group.items);
  const [array, elements, ...more] = pieces;
  const isArray = isToken(array, 'word', 'ARRAY') && elements !== undefined && 'items' in elements && more.length === 0;
  if (!isArray || elements.kind !== '[') return undefined;
  return readConstants(splitAt(elements.items, (piece) => isToken(piece, 'sign', ',')));
}

function readConstants(constants: readonly (readonly Piece[])[]): readonly string[] | undefined {
  const values = constants.map(readConstant);
  return values.every((value) => value !== undefined) ? values : undefined;
}

/**
 * A constant, cast to one type at most (`(1)::bigint`) or back and forth between text types (`('a'::varchar)::text`).
 * A type with a length could cut the value, a longer chain of types could turn it into another one.
 */
function readConstant(pieces: readonly Piece[]): string | undefined {
  const types: (TypeName | undefined)[] = [];
  let operand = pieces;
  for (;;) {
    const group = onlyGroup(operand);
    const casts = readCasts(group?.items ?? operand);
    if (group === undefined && casts.types.length === 0) break;
    types.push(...casts.types);
    operand = casts.operand;
  }
  const isSafe =
    types.length > 1 ? types.every((type) => isPlainType(type, ['text', 'varchar'])) : types.every(hasNoModifier);
  const [constant] = operand;
  if (!isSafe || operand.length !== 1 || constant === undefined || 'items' in constant) return undefined;
  const isTruth = isToken(constant, 'word', 'true') || isToken(constant, 'word', 'false');
  return isTruth || constant.kind === 'string' || constant.kind === 'number' ? constant.text : undefined;
}

/** What is cast, and to what in turn; a type that cannot be read is undefined. */
function readCasts(pieces: readonly Piece[]) {
  const [operand = [], ...types] = splitAt(pieces, (piece) => isToken(piece, 'sign', '::'));
  return { operand, types: types.map(readType) };
}

function hasNoModifier(type: TypeName | undefined): boolean {
  return type !== undefined && !type.isModified;
}

/** Whether a type is one of these built-in ones, no array and without a length. */
function isPlainType(type: TypeName | undefined, names: readonly string[]): boolean {
  const [name, ...more] = type?.path ?? [];
  return hasNoModifier(type) && type?.isArray === false && more.length === 0 && names.includes(name ?? '');
}
