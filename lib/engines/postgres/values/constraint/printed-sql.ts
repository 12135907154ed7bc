/** A word, name, constant or sign of an expression as the server prints it. */
export interface Token {
  /** `word`: a name or keyword without quotes, in the server's own case: keywords are upper case, names lower. */
  readonly kind: 'word' | 'name' | 'string' | 'number' | 'sign';
  /** What it says: without quotes, those within halved. */
  readonly text: string;
}

/** What stands between brackets. */
export interface Group {
  readonly kind: '(' | '[';
  readonly items: readonly Piece[];
}

export type Piece = Token | Group;

/**
 * Takes apart a text of the catalog as the server prints it with `standard_conforming_strings = on` and
 * `search_path = pg_catalog`: `pg_get_constraintdef`, `pg_get_expr`, `format_type`. Names that are not plain lower case
 * are in quotes there, strings have no escapes, and every operator has its operands in parentheses, so that nothing needs
 * to be known of precedence.
 *
 * This is no reader of SQL as people write it: undefined for whatever the server would have printed otherwise.
 *
 * @see https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-INFO-CATALOG
 */
export function readPrinted(text: string): readonly Piece[] | undefined {
  const tokens = readTokens(text);
  if (tokens === undefined) return undefined;
  const open: { readonly kind: Group['kind']; readonly items: Piece[] }[] = [];
  let items: Piece[] = [];
  const outermost = items;
  for (const token of tokens) {
    const sign = token.kind === 'sign' ? token.text : undefined;
    if (sign === '(' || sign === '[') {
      if (open.length >= deepest) return undefined;
      open.push({ kind: sign, items });
      const inner: Piece[] = [];
      items.push({ kind: sign, items: inner });
      items = inner;
    } else if (sign === ')' || sign === ']') {
      const closed = open.pop();
      if (closed?.kind !== (sign === ')' ? '(' : '[')) return undefined;
      items = closed.items;
    } else {
      items.push(token);
    }
  }
  return open.length === 0 ? outermost : undefined;
}

/** A list of values is never nested as deep as this; whoever goes down into it does so on the stack. */
const deepest = 500;

const pattern =
  /\s+|(?<word>[A-Za-z_][A-Za-z0-9_]*)(?!["'&$\u0080-\uffff])|"(?<name>(?:[^"]|"")+)"|'(?<string>(?:[^']|'')*)'|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.$])|(?<sign>::|[()[\],.]|[-+*/<>=~!@#%^&|`?]+)/uy;

function readTokens(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const { word, name, string, number, sign } = pattern.exec(text)?.groups ?? { sign: '--' };
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.replaceAll('""', '"') });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (sign !== undefined) {
      // A comment: no server prints one.
      if (/--|\/\*/.test(sign)) return undefined;
      tokens.push({ kind: 'sign', text: sign });
    }
  }
  return tokens;
}

/** Whether a piece is this sign or word. */
export function isToken(piece: Piece | undefined, kind: 'sign' | 'word', text: string): boolean {
  return piece?.kind === kind && 'text' in piece && piece.text === text;
}

/** Whether pieces are these words and nothing else. */
export function areWords(pieces: readonly Piece[], ...words: readonly string[]): boolean {
  return pieces.length === words.length && words.every((word, i) => isToken(pieces[i], 'word', word));
}

/** The group that pieces consist of, when they are one and nothing else. */
export function onlyGroup(pieces: readonly Piece[]): Group | undefined {
  const [group] = pieces;
  return pieces.length === 1 && group !== undefined && 'items' in group && group.kind === '(' ? group : undefined;
}

/** A name, in quotes or not. */
export function nameOf(piece: Piece | undefined): string | undefined {
  return piece !== undefined && 'text' in piece && (piece.kind === 'word' || piece.kind === 'name')
    ? piece.text
    : undefined;
}

/** Parts between separators, which are left out; no parts of nothing. */
export function splitAt(
  pieces: readonly Piece[],
  isSeparator: (piece: Piece) => boolean,
): readonly (readonly Piece[])[] {
  if (pieces.length === 0) return [];
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (isSeparator(piece)) parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}
