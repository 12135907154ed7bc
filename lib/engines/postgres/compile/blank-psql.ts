import { parse } from 'libpg-query';
import { endOfLine, skipBlank, skipQuoted } from './sql-lexer.ts';
import { UnreadableSql } from './unreadable-sql.ts';

/** What of a file the server's grammar reads. */
export interface PlainSql {
  readonly sql: string;
  /** The rows of each `COPY ... FROM stdin`, by the index of the semicolon before them. */
  readonly rows: ReadonlyMap<number, string>;
}

/**
 * Blanks what psql understands and PostgreSQL's grammar does not: meta-commands, and the rows of `COPY ... FROM stdin`, which
 * are answered apart. Every remaining character keeps its index, so positions stay true.
 *
 * @throws UnreadableSql for a meta-command that changes what would be run (`\i`, `\if`, `\gexec`, `\connect`), and for
 * rows of COPY that never end
 */
export async function blankPsql(text: string): Promise<PlainSql> {
  const rows = new Map<number, string>();
  if (!text.includes('\\') && !/\bstdin\b/i.test(text)) return { sql: text, rows };
  const blanker = makeBlanker(text);
  let at = 0;
  let statementAt = 0;
  let openParentheses = 0;
  while (at < text.length) {
    const after = skipQuoted(text, at);
    if (after > at) {
      at = after;
      continue;
    }
    const char = text[at];
    if (char === '(') openParentheses += 1;
    if (char === ')') openParentheses = Math.max(0, openParentheses - 1);
    if (char === '\\') {
      const command = readMetaCommand(text, at);
      blanker.blank(at, command.end, command.endsStatement ? ';' : '');
      if (command.endsStatement) statementAt = command.end;
      at = command.end;
    } else if (char === ';' && openParentheses === 0) {
      const isCopy = await isCopyFromStdin(text.slice(skipBlank(text, statementAt), at));
      const end = isCopy ? endOfRows(text, at) : at + 1;
      if (isCopy) {
        rows.set(at, rowsBetween(text, at, end));
        blanker.blank(at + 1, end);
      }
      at = end;
      statementAt = end;
    } else {
      at += 1;
    }
  }
  return { sql: blanker.finish(), rows };
}

function makeBlanker(text: string) {
  const pieces: string[] = [];
  let copiedTo = 0;
  return {
    blank(from: number, to: number, replacement = ''): void {
      const gap = text.slice(from + replacement.length, to).replace(/[^\n\r]/g, ' ');
      pieces.push(text.slice(copiedTo, from), replacement, gap);
      copiedTo = to;
    },
    finish: () => pieces.join('') + text.slice(copiedTo),
  };
}

interface MetaCommand {
  /** The index after it. */
  readonly end: number;
  /** Whether psql sends what came before it to the server. */
  readonly endsStatement: boolean;
}

/** Source: https://www.postgresql.org/docs/18/app-psql.html#APP-PSQL-META-COMMANDS */
function readMetaCommand(text: string, at: number): MetaCommand {
  const lineEnd = endOfLine(text, at);
  const name = /^\\(;|\\|[a-z_?!]+|.?)/i.exec(text.slice(at, lineEnd))?.[1] ?? '';
  if (name === ';' || name === '\\') return { end: at + 2, endsStatement: name === ';' };
  refuseWhatRuns(name, at);
  if (name === 'q' || name === 'quit') return { end: text.length, endsStatement: false };
  if (name === 'copy' && /\bfrom\s+p?stdin\b/i.test(text.slice(at, lineEnd))) {
    return { end: endOfRows(text, at), endsStatement: false };
  }
  const separator = text.slice(at + 1, lineEnd).indexOf('\\\\');
  return {
    end: separator < 0 ? lineEnd : at + 1 + separator + 2,
    endsStatement: /^(g|gx|gset|gdesc|bind|parse|watch|crosstabview)$/.test(name),
  };
}

function refuseWhatRuns(name: string, at: number): void {
  if (/^(i|ir|include|include_relative)$/.test(name)) {
    throw new UnreadableSql(
      at,
      `\\${name} includes a file, which only psql does`,
      'List the included file among the migrations, before this one, and remove the line.',
    );
  }
  if (/^(if|elif|else|endif)$/.test(name)) {
    throw new UnreadableSql(
      at,
      `\\${name} chooses between statements, which only psql does`,
      'Keep the statements that are to run and remove the condition, or make it a DO block.',
    );
  }
  if (name === 'gexec') {
    throw new UnreadableSql(
      at,
      '\\gexec runs what a query returns, which only psql does',
      'Write the statements out, or run them with EXECUTE in a DO block.',
    );
  }
  if (name === 'c' || name === 'connect') {
    throw new UnreadableSql(
      at,
      `\\${name} goes to another database, but an expectation describes one`,
      'Make one expectation for each database, and remove the line (pg_dump writes it with --create only).',
    );
  }
}

async function isCopyFromStdin(statement: string): Promise<boolean> {
  if (!/^copy\b/i.test(statement)) return false;
  try {
    const node = (await parse(statement)).stmts?.[0]?.stmt;
    if (node === undefined || !('CopyStmt' in node)) return false;
    const copy = node.CopyStmt;
    return copy.is_from === true && copy.is_program !== true && copy.filename === undefined;
  } catch {
    // What is no COPY is reported with its place when the whole file is read.
    return false;
  }
}

/** The index after the line `\.` that ends the rows which begin on the line after an index. */
function endOfRows(text: string, at: number): number {
  const end = /^\\\.[ \t\r]*$/gm;
  end.lastIndex = endOfLine(text, at);
  const match = end.exec(text);
  if (match) return match.index + match[0].length;
  throw new UnreadableSql(
    at,
    'COPY ... FROM stdin has no rows after it: the line \\. that ends them is missing',
    'Add the rows and the line \\. after them, or remove the statement if no later one needs the rows.',
  );
}

/** The lines after the one with the semicolon, without the line that ends them. */
function rowsBetween(text: string, semicolonAt: number, end: number): string {
  return text.slice(endOfLine(text, semicolonAt), text.lastIndexOf('\\.', end)).replace(/^\r?\n/, '');
}
