import { foldName } from '../quote.ts';
import { closingOf, isToken, nameOfToken, readTokens, splitAtCommas, type Token } from './sql-tokens.ts';

/**
 * The texts that a CHECK lets a column hold: of `CHECK (status IN ('open', 'done'))`, also with `OR status IS NULL`, which
 * says nothing more, since a CHECK is content with NULL. Undefined for every other CHECK: nothing is known of its set then.
 */
export function readAllowedSet(definition: string, column: string): readonly string[] | undefined {
  const [, ...tokens] = readTokens(definition);
  const parts = splitAtOr(withoutParentheses(tokens)).map(withoutParentheses);
  const [list, ...others] = parts.filter((part) => !isNullTest(part, column));
  return list === undefined || others.length > 0 ? undefined : listedTexts(list, column);
}

function listedTexts(tokens: readonly Token[], column: string): readonly string[] | undefined {
  const [subject, word, ...rest] = tokens;
  if (!isColumn(subject, column) || !isToken(word, 'IN') || rest[0]?.text !== '(') return undefined;
  if (closingOf(rest, 0) !== rest.length - 1) return undefined;
  const values = splitAtCommas(rest.slice(1, -1));
  const texts = values.flatMap(([token, ...more]) =>
    token?.kind === 'string' && token.text.startsWith("'") && more.length === 0 ? [nameOfToken(token)] : [],
  );
  return texts.length === values.length ? texts : undefined;
}

function isNullTest(tokens: readonly Token[], column: string): boolean {
  const [subject, is, nothing, ...more] = tokens;
  return isColumn(subject, column) && isToken(is, 'IS') && isToken(nothing, 'NULL') && more.length === 0;
}

/** A name in single quotes is a text here. */
function isColumn(token: Token | undefined, column: string): boolean {
  return (token?.kind === 'word' || token?.kind === 'quoted') && foldName(nameOfToken(token)) === foldName(column);
}

function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  const isWhole = tokens[0]?.text === '(' && closingOf(tokens, 0) === tokens.length - 1;
  return isWhole ? withoutParentheses(tokens.slice(1, -1)) : tokens;
}

function splitAtOr(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0 && isToken(token, 'OR')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
