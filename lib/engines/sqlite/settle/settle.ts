import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import type { Settlement } from '../../engine.ts';
import { createStatements } from '../compile/compile.ts';
import { openInProcess } from '../process/open-process.ts';
import { foldName, ownNameOf } from '../quote.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';
import {
  explainDefault,
  explainExpression,
  explainIndex,
  explainTrigger,
  explainView,
  type Program,
  unlessRefused,
} from './programs.ts';

/**
 * Settles which differing texts SQLite takes for one: both are put into the expected schema, in memory, and are the same
 * when SQLite compiles them into the same program. A text that it cannot compile there stays a difference.
 *
 * SQLite keeps the letters that people wrote and prints no expression of its own, but EXPLAIN shows what it will do.
 *
 * @see https://www.sqlite.org/opcode.html
 */
export async function settle(drifts: readonly Drift[], expected: CatalogSnapshot): Promise<Settlement> {
  const questions = [...questionsOf(drifts), ...pairsOfChecks(drifts)];
  const sameType = drifts.filter(isSameTypeName).map(({ fingerprint }) => fingerprint);
  if (questions.length === 0) return { settled: new Set(sameType), diagnostics: [] };
  const database = await openInProcess({ path: ':memory:', isReadOnly: false, busyTimeoutMs: 0 });
  try {
    await makeSchema(database, expected);
    const settled = new Set(sameType);
    for (const { fingerprints, texts, explain } of questions) {
      if (fingerprints.some((fingerprint) => settled.has(fingerprint))) continue;
      const [ours, theirs] = [await explain(database, texts[0], expected), await explain(database, texts[1], expected)];
      if (ours !== undefined && ours === theirs) for (const fingerprint of fingerprints) settled.add(fingerprint);
    }
    return { settled, diagnostics: [] };
  } finally {
    await database.close();
  }
}

/** Makes the expected schema at one go; piece by piece where that fails. */
async function makeSchema(database: SqliteDatabase, expected: CatalogSnapshot): Promise<void> {
  const statements = createStatements(expected);
  const made = await unlessRefused(async () => {
    await database.run(['begin', ...statements, 'commit'].join(';\n'));
    return true;
  });
  if (made !== undefined) return;
  await unlessRefused(() => database.run('rollback'));
  // What stands on a module, function or collation that only the application has cannot be made here.
  for (const sql of statements) await unlessRefused(() => database.run(sql));
}

/** What SQLite makes of one text. */
type Explain = (database: SqliteDatabase, text: string, expected: CatalogSnapshot) => Promise<Program>;

interface Question {
  /** The drifts that are none when both texts are one. */
  readonly fingerprints: readonly string[];
  readonly texts: readonly [string, string];
  readonly explain: Explain;
}

/** Names of types are told apart without case. */
function isSameTypeName({ kind, attribute, expected, actual }: Drift): boolean {
  return (
    kind === 'modified' &&
    attribute === 'declaredType' &&
    String(expected).replaceAll(/\s+/gu, '') === String(actual).replaceAll(/\s+/gu, '')
  );
}

function questionsOf(drifts: readonly Drift[]): readonly Question[] {
  return drifts.flatMap(({ kind, id, attribute, expected, actual, fingerprint }): readonly Question[] => {
    if (kind !== 'modified' || typeof expected !== 'string' || typeof actual !== 'string') return [];
    const explain = explainerOf(id, attribute);
    return explain === undefined ? [] : [{ fingerprints: [fingerprint], texts: [expected, actual], explain }];
  });
}

function explainerOf(id: ObjectId, attribute: string | undefined): Explain | undefined {
  switch (`${kindOf(id)}.${attribute}`) {
    case 'column.default':
      return (database, text, expected) =>
        explainDefault(database, text, {
          declaredType: String(expected.objects[id]?.declaredType ?? ''),
          isStrict: expected.objects[tableOf(id, expected)]?.isStrict === true,
        });
    case 'column.generatedAs':
      return (database, text, expected) => explainExpression(database, text, tableOf(id, expected));
    case 'constraint.definition':
      // A key is told in names and keywords alone.
      return async (database, text, expected) =>
        isCheck(text) ? explainCheck(database, text, tableOf(id, expected)) : foldName(text);
    case 'index.definition':
      return (database, text, expected) => explainIndex(database, text, tableOf(id, expected));
    case 'view.definition':
      return (database, text) => explainView(database, text, ownNameOf(id));
    case 'trigger.definition':
      return (database, text, expected) => explainTrigger(database, text, ownNameOf(id), tableOf(id, expected));
    default:
      return undefined;
  }
}

function isCheck(definition: string): boolean {
  return definition.startsWith('CHECK (');
}

function explainCheck(database: SqliteDatabase, definition: string, table: ObjectId): Promise<Program> {
  return explainExpression(database, definition.slice('CHECK '.length), table);
}

/** A CHECK without a name is called by its text, so that two ways to write it are one missing and one unexpected. */
function pairsOfChecks(drifts: readonly Drift[]): readonly Question[] {
  const checksOf = (kind: Drift['kind'], side: 'expected' | 'actual') =>
    drifts.filter((drift) => drift.kind === kind && (drift[side] as Attributes | null)?.type === 'check');
  const unexpected = checksOf('unexpected', 'actual');
  return checksOf('missing', 'expected').flatMap((missing) =>
    unexpected
      .filter((other) => holderOf(other.actual) === holderOf(missing.expected))
      .map(
        (other): Question => ({
          fingerprints: [missing.fingerprint, other.fingerprint],
          texts: [definitionOf(missing.expected), definitionOf(other.actual)],
          explain: (database, text) => explainCheck(database, text, holderOf(missing.expected) ?? ''),
        }),
      ),
  );
}

function definitionOf(attributes: Drift['expected']): string {
  return String((attributes as Attributes | null)?.definition);
}

function holderOf(attributes: Drift['expected']): ObjectId | undefined {
  return belongsTo(attributes as Attributes).at(-1);
}

function tableOf(id: ObjectId, { objects }: CatalogSnapshot): ObjectId {
  return belongsTo(objects[id]).at(-1) ?? id;
}
