import { isToken, readTokens, type Token } from '../text/sql-tokens.ts';

/** One statement of a file, without the semicolon that ends it. */
export interface SqlStatement {
  readonly sql: string;
  /** The place of its first character in the file. */
  readonly at: number;
  readonly tokens: readonly Token[];
}

/**
 * Cuts a file into statements at its semicolons; in a CREATE TRIGGER, at the one after END, as SQLite's own
 * `sqlite3_complete` does.
 *
 * @see https://www.sqlite.org/c3ref/complete.html
 */
export function splitStatements(text: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  let tokens: Token[] = [];
  const end = (): void => {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first !== undefined) statements.push({ sql: text.slice(first.at, last?.end), at: first.at, tokens });
    tokens = [];
  };
  for (const token of readTokens(text)) {
    if (token.text !== ';') tokens.push(token);
    else if (!isTrigger(tokens) || isEnded(tokens)) end();
    else tokens.push(token);
  }
  end();
  return statements;
}

function isTrigger(tokens: readonly Token[]): boolean {
  const second = isToken(tokens[1], 'TEMP') || isToken(tokens[1], 'TEMPORARY') ? 2 : 1;
  return isToken(tokens[0], 'CREATE') && isToken(tokens[second], 'TRIGGER');
}

/** The END of the trigger stands alone after a semicolon; that of a CASE does not. */
function isEnded(tokens: readonly Token[]): boolean {
  return isToken(tokens.at(-1), 'END') && tokens.at(-2)?.text === ';';
}
