import type { Diagnostic } from '../../../diagnostic.ts';
import { readServerError } from '../embedded/server-error.ts';
import { quoteIdentifier } from '../quote.ts';
import type { CompileDatabase } from './compile-database.ts';
import { conditionNames } from './condition-names.ts';
import type { CompileFailure } from './explain-failure.ts';
import { explainExtension } from './missing-extension.ts';
import { namedRoles } from './named-roles.ts';
import { namedTablespaces } from './named-tablespaces.ts';
import { concernsRoles, concernsTheServer } from './server-statements.ts';
import { indexOfCharacter, type SourceStatement } from './split-statements.ts';
import { type Place, tellAssumptions } from './tell-assumptions.ts';

/** A file that has been split. */
export interface ParsedFile {
  readonly path: string;
  readonly text: string;
  readonly statements: readonly SourceStatement[];
}

/** Carries a failure out of however many calls. */
export class FailedFile extends Error {
  readonly failure: CompileFailure;

  constructor(failure: CompileFailure) {
    super(failure.message);
    this.name = 'FailedFile';
    this.failure = failure;
  }
}

export interface RunEvents {
  /** Called before each statement, so that somebody outside knows which one never came back. */
  readonly onStatement: (file: ParsedFile, statement: SourceStatement) => void;
  /** Called after each file with its number, from 0. */
  readonly onFileDone: (index: number) => Promise<void>;
}

/**
 * Runs files in order, each in a session state of its own and in one transaction, as migration tools do. A file with
 * its own BEGIN and COMMIT, or with a statement that a transaction block forbids, runs statement by statement. Roles
 * that statements name and nobody created are made on the way: they live outside the database and its catalog.
 *
 * @throws FailedFile
 */
export async function runFiles(
  database: CompileDatabase,
  files: readonly ParsedFile[],
  events: RunEvents,
): Promise<readonly Diagnostic[]> {
  const run: Run = {
    database,
    events,
    knownRoles: new Set(),
    assumedRoles: new Set(),
    tablespaces: new Set(),
    skipped: [],
    copiesSkipped: [],
    rowsLoaded: 0,
  };
  for (const [i, file] of files.entries()) {
    await runFile(run, file);
    await events.onFileDone(i);
  }
  return tellAssumptions(run);
}

interface Run {
  readonly database: CompileDatabase;
  readonly events: RunEvents;
  readonly knownRoles: Set<string>;
  readonly assumedRoles: Set<string>;
  readonly tablespaces: Set<string>;
  readonly skipped: Place[];
  readonly copiesSkipped: Place[];
  /** How many characters of rows have been loaded. */
  rowsLoaded: number;
}

/** Rows that later migrations refer to are few; a dump of a whole database has many, which no catalog shows. */
const mostRows = 8_000_000;

async function runFile(run: Run, file: ParsedFile): Promise<void> {
  await assumeTablespaces(run, file);
  const bringsTransactions = file.statements.some(({ kind }) => kind === 'TransactionStmt');
  if (bringsTransactions || !(await runAsOneTransaction(run, file))) await runOneByOne(run, file);
  await run.database.exec('discard all');
}

/** False, with nothing done, when a statement may not run in a transaction block. */
async function runAsOneTransaction(run: Run, file: ParsedFile): Promise<boolean> {
  const before = { skipped: run.skipped.length, copiesSkipped: run.copiesSkipped.length, rowsLoaded: run.rowsLoaded };
  await run.database.exec('begin');
  try {
    for (const statement of file.statements) await runStatement(run, file, statement);
    await commit(run, file);
    return true;
  } catch (error) {
    if (run.database.isInTransaction()) await run.database.exec('rollback');
    if (!(error instanceof FailedFile) || !refusesTransaction(error.failure.sqlstate)) throw error;
    run.knownRoles.clear();
    run.skipped.length = before.skipped;
    run.copiesSkipped.length = before.copiesSkipped;
    run.rowsLoaded = before.rowsLoaded;
    return false;
  }
}

/** CREATE INDEX CONCURRENTLY or VACUUM; a label that the same transaction added; a procedure that commits. */
function refusesTransaction(sqlstate: string | undefined): boolean {
  switch (conditionNames[sqlstate ?? '']) {
    case 'active_sql_transaction':
    case 'unsafe_new_enum_value_usage':
    case 'invalid_transaction_termination':
      return true;
    default:
      return false;
  }
}

async function runOneByOne(run: Run, file: ParsedFile): Promise<void> {
  for (const statement of file.statements) await runStatement(run, file, statement);
  if (!run.database.isInTransaction()) return;
  const begin = file.statements.findLast(({ kind }) => kind === 'TransactionStmt');
  throw new FailedFile({
    path: file.path,
    text: file.text,
    at: begin?.at ?? 0,
    message: 'the transaction that begins here is never committed, so nothing of it would be kept',
    remedy: 'Add COMMIT at the end of the file, or remove BEGIN.',
  });
}

/** Constraints that are checked late fail here. */
async function commit(run: Run, file: ParsedFile): Promise<void> {
  try {
    await run.database.exec('commit');
  } catch (error) {
    const { message, code } = readServerError(error);
    throw new FailedFile({
      path: file.path,
      text: file.text,
      at: file.statements.at(-1)?.at ?? 0,
      message: `at COMMIT after this statement: ${message}`,
      ...(code === undefined ? {} : { sqlstate: code }),
    });
  }
}

async function runStatement(run: Run, file: ParsedFile, statement: SourceStatement): Promise<void> {
  run.events.onStatement(file, statement);
  refuseOtherDatabases(file, statement);
  if (concernsTheServer(statement) || (run.database.isShared && concernsRoles(statement))) {
    run.skipped.push({ file, statement });
    return;
  }
  try {
    await assumeRoles(run, statement);
    if (await isPublicAgain(run, statement)) return;
    if (statement.rows === undefined) await run.database.exec(statement.sql);
    else await copyRows(run, file, statement, statement.rows);
  } catch (error) {
    throw new FailedFile(await failureOf(run.database, file, statement, error));
  }
}

/** `pg_dump --schema=public` makes the schema, which a new database has already. */
async function isPublicAgain({ database }: Run, { kind, tree }: SourceStatement): Promise<boolean> {
  if (kind !== 'CreateSchemaStmt' || typeof tree !== 'object' || tree === null) return false;
  if (!('schemaname' in tree) || tree.schemaname !== 'public' || 'schemaElts' in tree) return false;
  const { rows } = await database.query(`select from pg_catalog.pg_namespace where nspname = 'public'`);
  return rows.length > 0;
}

async function copyRows(run: Run, file: ParsedFile, statement: SourceStatement, rows: string): Promise<void> {
  if (run.rowsLoaded + rows.length > mostRows) {
    run.copiesSkipped.push({ file, statement });
    return;
  }
  run.rowsLoaded += rows.length;
  await run.database.copyIn(statement.sql, rows);
}

async function failureOf(
  database: CompileDatabase,
  { path, text }: ParsedFile,
  { sql, at, kind, tree }: SourceStatement,
  error: unknown,
): Promise<CompileFailure> {
  const { message, code, detail, hint, where, position } = readServerError(error);
  const failure: CompileFailure = {
    path,
    text,
    at: position === undefined ? at : at + indexOfCharacter(sql, position - 1),
    message,
    ...(code === undefined ? {} : { sqlstate: code }),
    notes: [
      ...(detail ? [`DETAIL: ${detail}`] : []),
      ...(hint ? [`HINT: ${hint}`] : []),
      ...(where ? [`CONTEXT: ${where.split('\n')[0] ?? ''}`] : []),
    ],
  };
  return kind === 'CreateExtensionStmt' ? explainExtension(database, failure, tree) : failure;
}

function refuseOtherDatabases({ path, text }: ParsedFile, { at, kind }: SourceStatement): void {
  if (kind !== 'CreatedbStmt' && kind !== 'DropdbStmt') return;
  throw new FailedFile({
    path,
    text,
    at,
    message: `${kind === 'CreatedbStmt' ? 'CREATE' : 'DROP'} DATABASE: an expectation describes the inside of one database`,
    remedy: 'Remove the statement, and make one expectation for each database.',
  });
}

/** Hosts decide where tables lie: what a dump or a migration says of it must not make it fail here. */
async function assumeTablespaces({ database, tablespaces }: Run, { statements }: ParsedFile): Promise<void> {
  if (database.isShared) return;
  for (const name of statements.flatMap(({ tree }) => namedTablespaces(tree))) {
    if (tablespaces.has(name)) continue;
    await database.exec(`set allow_in_place_tablespaces = on`);
    await database.exec(`create tablespace ${quoteIdentifier(name)} location ''`);
    tablespaces.add(name);
  }
}

async function assumeRoles(run: Run, { kind, tree }: SourceStatement): Promise<void> {
  // On a server that others use, a role that is not there is missing, and the statement says so.
  if (run.database.isShared) return;
  const unknown = namedRoles(kind, tree).filter((role) => !run.knownRoles.has(role));
  if (unknown.length === 0) return;
  const { rows } = await run.database.query('select rolname from pg_catalog.pg_roles');
  for (const { rolname } of rows) run.knownRoles.add(String(rolname));
  for (const role of unknown.filter((name) => !run.knownRoles.has(name))) {
    // Whatever the role may do on the real server, SET ROLE must not make the rest of the migrations fail here.
    await run.database.exec(`create role ${quoteIdentifier(role)} superuser`);
    run.knownRoles.add(role);
    run.assumedRoles.add(role);
  }
}
