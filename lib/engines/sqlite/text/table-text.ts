import type { ConflictClause } from '../object-kinds.ts';
import { foldName } from '../quote.ts';
import { closingOf, isToken, nameOfToken, readTokens, splitAtCommas, type Token, writeTokens } from './sql-tokens.ts';

/**
 * What SQLite keeps of a table only as the text of its CREATE TABLE, because no PRAGMA tells it. The text is cut at the
 * keywords that can be nothing else there (CHECK, COLLATE, REFERENCES and CONSTRAINT are reserved); expressions are
 * taken as they stand.
 *
 * @see https://www.sqlite.org/lang_createtable.html
 */
export interface TableText {
  /** By the column's name, folded. */
  readonly columns: ReadonlyMap<string, ColumnText>;
  readonly checks: readonly CheckText[];
  /** In the order of the text. */
  readonly foreignKeys: readonly ForeignKeyText[];
  /** Of keys and NOT NULL. */
  readonly conflicts: readonly ConflictText[];
  readonly isAutoincrement: boolean;
  /** The token that is the table's name, and the whole text. */
  readonly name: Token | undefined;
}

export interface ColumnText {
  readonly name: string;
  /** The whole definition, as written: `status TEXT NOT NULL DEFAULT 'new'`. */
  readonly definition: string;
  readonly collation?: string;
  readonly generatedAs?: string;
  /** Whether the definition makes it the primary key or unique. */
  readonly isKey: boolean;
}

export interface CheckText {
  readonly name?: string;
  /** Without its parentheses. */
  readonly expression: string;
  /** Every name in it that may be a column's, in lower case. */
  readonly names: ReadonlySet<string>;
  /** Written in a column's definition: that column. */
  readonly column?: string;
}

export interface ConflictText {
  readonly of: 'NOT NULL' | 'PRIMARY KEY' | 'UNIQUE';
  /** In their order, folded. */
  readonly columns: readonly string[];
  readonly clause: ConflictClause;
}

export interface ForeignKeyText {
  readonly isInline: boolean;
  /** `DEFERRABLE INITIALLY DEFERRED`; only when it is put off to COMMIT. */
  readonly deferral?: string;
}

/** Reads the text of a CREATE TABLE as `sqlite_schema` holds it. */
export function readTableText(sql: string): TableText {
  const tokens = readTokens(sql);
  const open = tokens.findIndex((token) => token.text === '(');
  const body = open < 0 ? [] : tokens.slice(open + 1, closingOf(tokens, open));
  const columns = new Map<string, ColumnText>();
  const checks: CheckText[] = [];
  const foreignKeys: ForeignKeyText[] = [];
  const conflicts: ConflictText[] = [];
  for (const part of splitAtCommas(body)) {
    const [first] = part;
    if (first === undefined) continue;
    const isColumn = !['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN'].some((word) => isToken(first, word));
    const column = isColumn ? nameOfToken(first) : undefined;
    const read = readPart(isColumn ? part.slice(1) : part, column);
    checks.push(...read.checks);
    foreignKeys.push(...read.foreignKeys);
    conflicts.push(...readConflicts(part, column));
    if (column === undefined) continue;
    const { collation, generatedAs, isKey } = read;
    columns.set(foldName(column), {
      name: column,
      definition: sql.slice(first.at, part.at(-1)?.end),
      isKey,
      ...(collation === undefined ? {} : { collation }),
      ...(generatedAs === undefined ? {} : { generatedAs }),
    });
  }
  return {
    columns,
    checks,
    foreignKeys,
    conflicts,
    isAutoincrement: body.some((token) => isToken(token, 'AUTOINCREMENT')),
    name: tokens[open - 1],
  };
}

interface PartText {
  readonly checks: readonly CheckText[];
  readonly foreignKeys: readonly ForeignKeyText[];
  readonly collation: string | undefined;
  readonly generatedAs: string | undefined;
  readonly isKey: boolean;
}

/** Reads what stands outside parentheses in one definition of the list. */
function readPart(tokens: readonly Token[], column: string | undefined): PartText {
  const checks: CheckText[] = [];
  const foreignKeys: ForeignKeyText[] = [];
  let [collation, generatedAs, name]: (string | undefined)[] = [];
  let isKey = false;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (token?.text === '(') i = closingOf(tokens, i);
    else if (isToken(token, 'CONSTRAINT')) name = nameOfToken(next);
    else if (isToken(token, 'COLLATE')) collation = nameOfToken(next);
    else if (isToken(token, 'PRIMARY') || isToken(token, 'UNIQUE')) isKey = true;
    else if (isToken(token, 'CHECK') && next?.text === '(') {
      const end = closingOf(tokens, i + 1);
      const inner = tokens.slice(i + 2, end);
      checks.push({
        expression: writeTokens(inner),
        names: namesIn(inner),
        ...(name === undefined ? {} : { name }),
        ...(column === undefined ? {} : { column }),
      });
      name = undefined;
      i = end;
    } else if (isToken(token, 'AS') && next?.text === '(') {
      const end = closingOf(tokens, i + 1);
      generatedAs = writeTokens(tokens.slice(i + 2, end));
      i = end;
    } else if (isToken(token, 'REFERENCES')) {
      foreignKeys.push({ isInline: column !== undefined, ...deferralOf(tokens.slice(i + 1)) });
    }
  }
  return { checks, foreignKeys, collation, generatedAs, isKey };
}

const conflictClauses = ['FAIL', 'IGNORE', 'REPLACE', 'ROLLBACK'] as const satisfies readonly ConflictClause[];

/** Reads the ON CONFLICT clauses of one definition, each with the rule before it. */
function readConflicts(tokens: readonly Token[], column: string | undefined): readonly ConflictText[] {
  const conflicts: ConflictText[] = [];
  let of: ConflictText['of'] | undefined;
  let columns = column === undefined ? [] : [foldName(column)];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.text === '(') {
      const end = closingOf(tokens, i);
      // The columns of a table's key; a column's own has none.
      if (column === undefined) {
        columns = splitAtCommas(tokens.slice(i + 1, end)).flatMap(([first]) =>
          first ? [foldName(nameOfToken(first))] : [],
        );
      }
      i = end;
    } else if (isToken(token, 'NOT') && isToken(tokens[i + 1], 'NULL')) of = 'NOT NULL';
    else if (isToken(token, 'PRIMARY')) of = 'PRIMARY KEY';
    else if (isToken(token, 'UNIQUE')) of = 'UNIQUE';
    else if (isToken(token, 'CHECK')) of = undefined;
    else if (isToken(token, 'ON') && isToken(tokens[i + 1], 'CONFLICT')) {
      const clause = conflictClauses.find((word) => isToken(tokens[i + 2], word));
      if (of !== undefined && clause !== undefined) conflicts.push({ of, columns, clause });
    }
  }
  return conflicts;
}

/** Words and names in quotes, but for those of functions. */
function namesIn(tokens: readonly Token[]): ReadonlySet<string> {
  const names = tokens.filter(({ kind }, i) => (kind === 'word' && tokens[i + 1]?.text !== '(') || kind === 'quoted');
  return new Set(names.map((token) => foldName(nameOfToken(token))));
}

/** Only INITIALLY DEFERRED after DEFERRABLE makes a difference: everything else is checked at once. */
function deferralOf(tokens: readonly Token[]): { readonly deferral?: string } {
  const following = tokens.slice(0, nextReference(tokens));
  const at = following.findIndex((token) => isToken(token, 'DEFERRABLE'));
  if (at < 0 || isToken(following[at - 1], 'NOT')) return {};
  const isDeferred = isToken(following[at + 1], 'INITIALLY') && isToken(following[at + 2], 'DEFERRED');
  return isDeferred ? { deferral: 'DEFERRABLE INITIALLY DEFERRED' } : {};
}

function nextReference(tokens: readonly Token[]): number {
  const next = tokens.findIndex((token) => isToken(token, 'REFERENCES'));
  return next < 0 ? tokens.length : next;
}
