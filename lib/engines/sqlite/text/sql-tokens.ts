/**
 * A token of SQL as SQLite's tokenizer cuts it: what white space and comments separate, and nothing about meaning.
 *
 * @see https://www.sqlite.org/lang_expr.html and `tokenize.c`
 */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'mark';
  /** As written. */
  readonly text: string;
  /** The place of its first character. */
  readonly at: number;
  /** The place after its last character. */
  readonly end: number;
}

const pattern =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>[xX]?'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$))|(?<number>(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?[\p{L}\w]*)|(?<word>[\p{L}_$\u0080-\uffff][\p{L}\w$\u0080-\uffff]*)|(?<mark><<|>>|<=|>=|<>|!=|==|\|\||->>|->|[\s\S])/guy;

/** Cuts a text into tokens. White space and comments are left out. Never fails: what is odd is a mark of its own. */
export function readTokens(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of sql.matchAll(pattern)) {
    const groups = match.groups ?? {};
    if (groups.space !== undefined) continue;
    const kind = (['string', 'quoted', 'number', 'word'] as const).find((each) => groups[each] !== undefined) ?? 'mark';
    tokens.push({ kind, text: match[0], at: match.index, end: match.index + match[0].length });
  }
  return tokens;
}

/** Whether a token is this keyword or mark. A name in quotes is neither. */
export function isToken(token: Token | undefined, text: string): boolean {
  if (token === undefined || token.kind === 'quoted' || token.kind === 'string') return false;
  return token.text.toUpperCase() === text;
}

/** The name that a token writes: without its quotes, as SQLite also takes a string for a name where only one can stand. */
export function nameOfToken(token: Token | undefined): string {
  if (token === undefined) return '';
  const { kind, text } = token;
  if (kind === 'word') return text;
  const inner = text.slice(1, -1);
  const quote = text[0] ?? '';
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote);
}

/** Words that are no function's name, so that what follows in parentheses is set apart from them. */
const wordsBeforeParentheses = new Set(
  'AND AS BETWEEN BY CASE CHECK CONFLICT DISTINCT ELSE EXCEPT EXISTS FROM GLOB HAVING IN INTERSECT INTO IS ISNULL JOIN KEY LIKE LIMIT MATCH NOT NOTNULL OFFSET ON OR OVER REGEXP RETURNING SELECT SET THEN UNION UNIQUE USING VALUES WHEN WHERE'.split(
    ' ',
  ),
);

/**
 * Writes tokens on one line, set apart in one way whatever white space and comments were between them. Nothing else is
 * changed: letter case, quotes and parentheses stay.
 */
export function writeTokens(tokens: readonly Token[]): string {
  let text = '';
  let last: Token | undefined;
  for (const token of tokens) {
    text += last !== undefined && isApart(last, token) ? ` ${flat(token)}` : flat(token);
    last = token;
  }
  return text;
}

function isApart(last: Token, next: Token): boolean {
  if (['(', '.'].includes(last.text) || [',', ')', '.', ';'].includes(next.text)) return false;
  if (next.text !== '(') return true;
  return !(last.kind === 'quoted' || (last.kind === 'word' && !wordsBeforeParentheses.has(last.text.toUpperCase())));
}

function flat({ kind, text }: Token): string {
  return kind === 'string' || kind === 'quoted' ? text : text.replace(/\s+/gu, ' ');
}

/** Cuts tokens at the commas outside parentheses. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0 && token.text === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The place of the parenthesis that closes the one at `open`; the number of tokens when none does. */
export function closingOf(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]?.text === '(') depth++;
    if (tokens[i]?.text === ')' && --depth === 0) return i;
  }
  return tokens.length;
}
