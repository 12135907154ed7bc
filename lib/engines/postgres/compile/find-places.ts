import { type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import { lineOf, type SourcePlace } from '../../../source-place.ts';
import type { SourceFile } from '../../engine.ts';
import { splitStatements } from './split-statements.ts';

/**
 * Finds, for each object, the statement that named it last while making or changing objects: where a reader would look
 * for what the migrations promise of it. Only a place to point at: what the statements mean, nobody here asks.
 *
 * Objects that no statement names (a constraint that PostgreSQL named) have no place of their own.
 *
 * @param files that have been run, so that they can be split into statements
 */
export async function findPlaces(
  files: readonly SourceFile[],
  ids: readonly ObjectId[],
): Promise<{ readonly [id: ObjectId]: SourcePlace }> {
  const statements: Named[] = [];
  for (const { path, text } of files) {
    for (const { at, sql, kind } of await splitStatements(text)) {
      if (makesObjects.test(kind)) statements.push({ path, text, at, kind, words: wordsIn(sql) });
    }
  }
  const byWord = indexByWord(statements);
  return Object.fromEntries(
    ids.flatMap((id) => {
      const place = placeOf(id, byWord);
      return place === undefined ? [] : [[id, place]];
    }),
  );
}

/** The parse tree's own words for statements that make or change objects; not those on rows, rights and comments. */
const makesObjects = /^(Create|Alter|Index|Rename|Define|View|CompositeType)(?!.*Role)/;

interface Named {
  readonly path: string;
  readonly text: string;
  readonly at: number;
  readonly kind: string;
  /** Every name that it holds, with where it stands first. */
  readonly words: ReadonlyMap<string, number>;
}

/** Names as PostgreSQL reads them: quoted ones as they are, others in lower case. */
function wordsIn(sql: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const { 0: word, index } of sql.matchAll(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu)) {
    const name = word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
    if (!words.has(name)) words.set(name, index);
  }
  return words;
}

function indexByWord(statements: readonly Named[]): ReadonlyMap<string, readonly Named[]> {
  const index = new Map<string, Named[]>();
  for (const statement of statements) {
    for (const word of statement.words.keys()) {
      const list = index.get(word);
      if (list === undefined) index.set(word, [statement]);
      else list.push(statement);
    }
  }
  return index;
}

function placeOf(id: ObjectId, byWord: ReadonlyMap<string, readonly Named[]>): SourcePlace | undefined {
  const { kind, path } = parseObjectId(id);
  const name = path.at(-1) ?? '';
  const table = path.length > 2 ? path.at(-2) : undefined;
  const naming = byWord.get(name) ?? [];
  const found = naming.findLast(({ kind: statement, words }) => {
    if (table !== undefined) return words.has(table);
    // A table is named by whoever refers to it as well.
    return kind !== 'table' || (statement.startsWith('Create') && firstIsName(words, name));
  });
  if (found === undefined) return undefined;
  return { file: found.path, line: lineOf(found.text, found.at + (found.words.get(name) ?? 0)) };
}

const beforeNames = ['create', 'table', 'if', 'not', 'exists', 'unlogged', 'foreign', 'global', 'local', 'temp'];

/** Whether the name is that of the table itself, its schema aside. */
function firstIsName(words: ReadonlyMap<string, number>, name: string): boolean {
  const names = [...words.keys()].filter((word) => !beforeNames.includes(word));
  return names.indexOf(name) >= 0 && names.indexOf(name) <= 1;
}
