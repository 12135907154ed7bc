import type { ObjectId } from '../../../catalog/object-id.ts';
import { ownNameOf, quoteName, quoteText } from '../quote.ts';
import type { Row, SqliteDatabase } from '../sqlite-database.ts';
import { SqliteError } from '../sqlite-error.ts';
import { isLiteral } from '../text/is-literal.ts';
import { readTokens } from '../text/sql-tokens.ts';

/**
 * What SQLite makes of a text in the expected schema, as something to compare: the programs of the statements that the
 * text has a part in. Undefined where it cannot make anything of it.
 *
 * @see https://www.sqlite.org/opcode.html
 */
export type Program = string | undefined;

/** The program of an expression over the columns of a table, or over none. */
export async function explainExpression(database: SqliteDatabase, text: string, table?: ObjectId): Promise<Program> {
  const from = table === undefined ? '' : ` from ${quoteName(ownNameOf(table))}`;
  const [program] = await explain(database, [], [`select (${text})${from}`]);
  return withBlobs(program, text);
}

/** A literal is what a column of this type makes of it: `1` and `'1'` are one number. All else is its program. */
export async function explainDefault(
  database: SqliteDatabase,
  text: string,
  column: { readonly declaredType: string; readonly isStrict: boolean },
): Promise<Program> {
  if (!isLiteral(text)) return explainExpression(database, text);
  const type = column.declaredType === '' ? '' : quoteName(column.declaredType);
  const make = [
    `create table driftline_question (value ${type} default ${text})${column.isStrict ? ' strict' : ''}`,
    'insert into driftline_question default values',
  ];
  const rows = await inSavepoint(database, make, () =>
    database.query('select typeof(value) as type, quote(value) as value from driftline_question'),
  );
  return rows && JSON.stringify(rows);
}

/** The index has a part in what an INSERT does. */
export async function explainIndex(database: SqliteDatabase, definition: string, table: ObjectId): Promise<Program> {
  const name = quoteName(ownNameOf(table));
  const make = [`create index driftline_question on ${name} ${definition}`];
  const [program] = await explain(database, make, [`insert into ${name} default values`]);
  return withBlobs(program, definition);
}

/** What a view selects, and what its columns are called. */
export async function explainView(database: SqliteDatabase, definition: string, name: string): Promise<Program> {
  const quoted = quoteName(name);
  const make = [`drop view if exists ${quoted}`, `create view ${quoted} ${definition}`];
  const [program] = await explain(database, make, [`select * from ${quoted}`]);
  const columns = await inSavepoint(database, make, () => columnsOf(database, name));
  return withBlobs(program && `${program} ${JSON.stringify(columns)}`, definition);
}

/**
 * A trigger is part of what statements on its table or view do. Each column is set by itself, since a trigger may be for
 * some of them alone. A trigger that is part of nothing that is tried here has no program.
 */
export async function explainTrigger(
  database: SqliteDatabase,
  definition: string,
  name: string,
  holder: ObjectId,
): Promise<Program> {
  const quoted = quoteName(name);
  const on = quoteName(ownNameOf(holder));
  const columns = (await columnsOf(database, ownNameOf(holder))).map(quoteName);
  const statements = [
    `insert into ${on} default values`,
    `delete from ${on}`,
    ...columns.map((column) => `update ${on} set ${column} = ${column}`),
  ];
  const without = await explain(database, [`drop trigger if exists ${quoted}`], statements);
  const make = [`drop trigger if exists ${quoted}`, `create trigger ${quoted} ${definition}`];
  const programs = await explain(database, make, statements);
  const hasPart = programs.some((program, i) => program !== undefined && program !== without[i]);
  return hasPart ? withBlobs(JSON.stringify(programs), definition) : undefined;
}

/** The columns that a statement may set. */
async function columnsOf(database: SqliteDatabase, name: string): Promise<readonly string[]> {
  const rows = await database.query(
    `select name from pragma_table_xinfo(${quoteText(name)}) where hidden = 0 order by cid`,
  );
  return rows.map((row) => String(row.name));
}

/** A program shows a blob only as far as its first zero byte: blobs must be written alike. */
function withBlobs(program: Program, text: string): Program {
  const blobs = readTokens(text).flatMap((token) => (/^x'/iu.test(token.text) ? token.text.toLowerCase() : []));
  return blobs.length === 0 ? program : program && `${program} ${blobs.join()}`;
}

/** The programs of statements once others have run, without the texts that they only quote. */
async function explain(
  database: SqliteDatabase,
  before: readonly string[],
  statements: readonly string[],
): Promise<readonly Program[]> {
  const programs = await inSavepoint(database, before, async () => {
    const all: Program[] = [];
    for (const sql of statements) all.push(await programOf(database, sql));
    return all;
  });
  return programs ?? statements.map(() => undefined);
}

async function programOf(database: SqliteDatabase, sql: string): Promise<Program> {
  const rows = await unlessRefused(() => database.query(`explain ${sql}`));
  return rows && JSON.stringify(rows.map(instruction));
}

function instruction({ opcode, p1, p2, p3, p4, p5 }: Row) {
  return [
    opcode,
    p1,
    p2,
    // How often the schema has changed so far.
    opcode === 'Transaction' ? '' : p3,
    // A comment, the name of a trigger, the message of a failed CHECK.
    ['Init', 'Trace', 'Halt', 'HaltIfNull', 'Explain', 'Transaction'].includes(String(opcode)) ? '' : p4,
    p5,
  ];
}

/** Runs statements, then the work, and undoes all of it; undefined where SQLite refuses any of it. */
async function inSavepoint<T>(
  database: SqliteDatabase,
  before: readonly string[],
  work: () => Promise<T>,
): Promise<T | undefined> {
  await database.run('savepoint question');
  try {
    return await unlessRefused(async () => {
      for (const sql of before) await database.run(sql);
      return work();
    });
  } finally {
    await database.run('rollback to question; release question').catch(() => undefined);
  }
}

/** Undefined where SQLite refuses it. */
export async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SqliteError && error.fault === 'refused') return undefined;
    throw error;
  }
}
