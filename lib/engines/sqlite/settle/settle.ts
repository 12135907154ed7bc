import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo, type CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import type { Settlement } from '../../engine.ts';
import { createStatements } from '../compile/compile.ts';
import { openInProcess } from '../process/open-process.ts';
import { ownNameOf, quoteName } from '../quote.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';
import { SqliteError } from '../sqlite-error.ts';

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
    for (const sql of createStatements(expected)) await database.run(sql);
    const settled = new Set(sameType);
    for (const { fingerprints, texts, program } of questions) {
      if (fingerprints.some((fingerprint) => settled.has(fingerprint))) continue;
      const [ours, theirs] = [await program(database, texts[0], expected), await program(database, texts[1], expected)];
      if (ours !== undefined && ours === theirs) for (const fingerprint of fingerprints) settled.add(fingerprint);
    }
    return { settled, diagnostics: [] };
  } finally {
    await database.close();
  }
}

/** What SQLite makes of one text, as something to compare; undefined where it cannot make anything of it. */
type Program = (database: SqliteDatabase, text: string, expected: CatalogSnapshot) => Promise<string | undefined>;

interface Question {
  /** The drifts that are none when both texts are one. */
  readonly fingerprints: readonly string[];
  readonly texts: readonly [string, string];
  readonly program: Program;
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
    const program = programFor(id, attribute);
    return program === undefined ? [] : [{ fingerprints: [fingerprint], texts: [expected, actual], program }];
  });
}

function programFor(id: ObjectId, attribute: string | undefined): Program | undefined {
  switch (`${kindOf(id)}.${attribute}`) {
    case 'column.default':
      return (database, text) => explain(database, [], `select (${text})`);
    case 'column.generatedAs':
      return (database, text, expected) => explainExpression(database, text, tableOf(id, expected));
    case 'constraint.definition':
      return (database, text, expected) =>
        /^CHECK \(/u.test(text)
          ? explainExpression(database, text.slice('CHECK '.length), tableOf(id, expected))
          : never();
    case 'index.definition':
      return (database, text, expected) => explainIndex(database, text, tableOf(id, expected));
    case 'view.definition':
      return (database, text) => explainView(database, text, ownNameOf(id));
    case 'trigger.definition':
      return (database, text, expected) =>
        explainTrigger(database, text, ownNameOf(id), tableOf(id, expected), expected);
    default:
      return undefined;
  }
}

async function never(): Promise<undefined> {
  return undefined;
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
          program: (database, text) =>
            explainExpression(database, text.slice('CHECK '.length), holderOf(missing.expected) ?? ''),
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

function explainExpression(database: SqliteDatabase, text: string, table: ObjectId): Promise<string | undefined> {
  return explain(database, [], `select (${text}) from ${quoteName(ownNameOf(table))}`);
}

/** The index has a part in what an INSERT does. */
function explainIndex(database: SqliteDatabase, definition: string, table: ObjectId): Promise<string | undefined> {
  const name = quoteName(ownNameOf(table));
  return explain(
    database,
    [`create index driftline_question on ${name} ${definition}`],
    `insert into ${name} default values`,
  );
}

async function explainView(database: SqliteDatabase, definition: string, name: string): Promise<string | undefined> {
  const quoted = quoteName(name);
  const make = [`drop view if exists ${quoted}`, `create view ${quoted} ${definition}`];
  const [program, columns] = [
    await explain(database, make, `select * from ${quoted}`),
    await inSavepoint(database, make, () =>
      database.query(`select name from pragma_table_info('${name.replaceAll("'", "''")}')`),
    ),
  ];
  return program === undefined ? undefined : `${program} ${JSON.stringify(columns)}`;
}

/** A trigger is part of what a statement on its table does: whichever of the three fires it. */
async function explainTrigger(
  database: SqliteDatabase,
  definition: string,
  name: string,
  table: ObjectId,
  { objects }: CatalogSnapshot,
): Promise<string | undefined> {
  const quoted = quoteName(name);
  const on = quoteName(ownNameOf(table));
  const columns = Object.keys(objects).filter(
    (id) => kindOf(id) === 'column' && belongsTo(objects[id])[0] === table && objects[id]?.generated == null,
  );
  const set = columns.map((id) => `${quoteName(ownNameOf(id))} = ${quoteName(ownNameOf(id))}`).join(', ');
  const make = [`drop trigger if exists ${quoted}`, `create trigger ${quoted} ${definition}`];
  const programs: (string | undefined)[] = [];
  const statements = [
    `insert into ${on} default values`,
    `delete from ${on}`,
    ...(set === '' ? [] : [`update ${on} set ${set}`]),
  ];
  for (const sql of statements) programs.push(await explain(database, make, sql));
  return programs.every((program) => program === undefined) ? undefined : JSON.stringify(programs);
}

/** The program of a statement once others have run, without the texts that it only quotes. */
async function explain(database: SqliteDatabase, before: readonly string[], sql: string): Promise<string | undefined> {
  const rows = await inSavepoint(database, before, () => database.query(`explain ${sql}`));
  return (
    rows &&
    JSON.stringify(
      rows.map(({ opcode, p1, p2, p3, p4, p5 }) => [
        opcode,
        p1,
        p2,
        // How often the schema has changed so far.
        opcode === 'Transaction' ? '' : p3,
        // A comment, the name of a trigger, the message of a failed CHECK.
        ['Init', 'Trace', 'Halt', 'HaltIfNull', 'Explain', 'Transaction'].includes(String(opcode)) ? '' : p4,
        p5,
      ]),
    )
  );
}

async function inSavepoint<T>(
  database: SqliteDatabase,
  before: readonly string[],
  work: () => Promise<T>,
): Promise<T | undefined> {
  await database.run('savepoint question');
  try {
    for (const sql of before) await database.run(sql);
    return await work();
  } catch (error) {
    if (error instanceof SqliteError && error.fault === 'refused') return undefined;
    throw error;
  } finally {
    await database.run('rollback to question; release question').catch(() => undefined);
  }
}
