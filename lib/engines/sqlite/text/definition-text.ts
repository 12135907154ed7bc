import { closingOf, isToken, nameOfToken, readTokens, splitAtCommas, type Token, writeTokens } from './sql-tokens.ts';

/** What of a CREATE INDEX no PRAGMA tells: its expressions and its condition. */
export interface IndexText {
  /** Each indexed column or expression as written, without COLLATE, ASC and DESC. */
  readonly expressions: readonly string[];
  readonly where?: string;
}

/** Reads the text of a CREATE INDEX as `sqlite_schema` holds it. */
export function readIndexText(sql: string): IndexText {
  const tokens = readTokens(sql);
  const open = tokens.findIndex(({ text }) => text === '(');
  const close = closingOf(tokens, open);
  const where = tokens.findIndex((token, i) => i > close && isToken(token, 'WHERE'));
  return {
    expressions: splitAtCommas(tokens.slice(open + 1, close)).map((part) => writeTokens(withoutOrder(part))),
    ...(where < 0 ? {} : { where: writeTokens(tokens.slice(where + 1)) }),
  };
}

function withoutOrder(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1);
  if (tokens.length > 1 && (isToken(last, 'ASC') || isToken(last, 'DESC'))) return withoutOrder(tokens.slice(0, -1));
  return isToken(tokens.at(-2), 'COLLATE') ? tokens.slice(0, -2) : tokens;
}

/** What follows the name in the text of a CREATE VIEW or CREATE TRIGGER. */
export function textAfterName(sql: string, kind: 'VIEW' | 'TRIGGER'): string {
  return writeTokens(tokensAfterName(sql, kind));
}

function tokensAfterName(sql: string, kind: 'VIEW' | 'TRIGGER' | 'TABLE'): readonly Token[] {
  const tokens = readTokens(sql);
  let at = tokens.findIndex((token) => isToken(token, kind)) + 1;
  if (isToken(tokens[at], 'IF')) at += 3;
  at += tokens[at + 1]?.text === '.' ? 3 : 1;
  return tokens.slice(at);
}

/** The module of a virtual table and its arguments: `fts5` and `title, body`. */
export function readVirtualTable(sql: string): { readonly module: string; readonly arguments: string } {
  const tokens = tokensAfterName(sql, 'TABLE');
  const [, module, open] = tokens;
  return {
    module: nameOfToken(module).toLowerCase(),
    arguments: open?.text === '(' ? writeTokens(tokens.slice(3, closingOf(tokens, 2))) : '',
  };
}
