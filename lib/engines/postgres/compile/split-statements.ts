import { hasSqlDetails, type Node, parse } from 'libpg-query';
import { blankPsql } from './blank-psql.ts';
import { UnreadableSql } from './unreadable-sql.ts';

/** One statement of a file. */
export interface SourceStatement {
  /** Its SQL without the closing semicolon. */
  readonly sql: string;
  /** Where it begins, as an index into the file's text. */
  readonly at: number;
  /** The name of its parse tree's root: `CreateStmt`, `TransactionStmt`. */
  readonly kind: string;
  /** The node below the root, as libpg-query names its fields. */
  readonly tree: unknown;
  /** The rows of `COPY ... FROM stdin`, as they stand in the file. */
  readonly rows?: string;
}

/**
 * Splits a file of SQL into its statements by PostgreSQL's own grammar, leaving out what only psql understands.
 *
 * @throws UnreadableSql
 */
export async function splitStatements(text: string): Promise<SourceStatement[]> {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new UnreadableSql(nul, 'the file holds a zero byte');
  const { sql, rows } = await blankPsql(text);
  if (sql.trim() === '') return [];
  const indexAt = byteIndexer(sql);
  return (await parseSql(sql)).map(({ stmt, stmt_location = 0, stmt_len }) => {
    const at = indexAt(stmt_location);
    const end = stmt_len === undefined ? sql.length : indexAt(stmt_location + stmt_len);
    const [kind, tree] = Object.entries(stmt ?? {})[0] ?? ['', undefined];
    const copied = rows.get(end);
    return { sql: sql.slice(at, end).trimEnd(), at, kind, tree, ...(copied === undefined ? {} : { rows: copied }) };
  });
}

async function parseSql(sql: string): Promise<readonly { stmt?: Node; stmt_location?: number; stmt_len?: number }[]> {
  try {
    return (await parse(sql)).stmts ?? [];
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    throw new UnreadableSql(indexOfCharacter(sql, error.sqlDetails?.cursorPosition ?? 0), error.message);
  }
}

/**
 * Turns offsets in UTF-8 bytes, as the parser counts, into indices of a JavaScript string. Offsets that never fall
 * make one pass over the text.
 */
export function byteIndexer(text: string): (byteOffset: number) => number {
  if (Buffer.byteLength(text) === text.length) return (byteOffset) => byteOffset;
  let index = 0;
  let bytes = 0;
  return (byteOffset) => {
    if (byteOffset < bytes) {
      index = 0;
      bytes = 0;
    }
    while (bytes < byteOffset && index < text.length) {
      const codePoint = text.codePointAt(index) ?? 0;
      index += codePoint > 0xffff ? 2 : 1;
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
    return index;
  };
}

/** The index of the character with this number, counting whole characters from 0 as PostgreSQL's positions do. */
export function indexOfCharacter(text: string, number: number): number {
  let index = 0;
  for (let left = number; left > 0 && index < text.length; left -= 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return index;
}
