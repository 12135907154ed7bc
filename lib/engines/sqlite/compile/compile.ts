import { deltaOf } from '../../../catalog/catalog-delta.ts';
import { kindOf } from '../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import { DriftlineError } from '../../../errors.ts';
import { lineOf, pointAt } from '../../../source-place.ts';
import type { Compilation, CompileOptions, SourceFile } from '../../engine.ts';
import { introspect } from '../introspect/introspect.ts';
import { openInProcess } from '../process/open-process.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';
import { SqliteError } from '../sqlite-error.ts';
import { isToken } from '../text/sql-tokens.ts';
import { findFault } from './find-fault.ts';
import { type SqlStatement, splitStatements } from './split-statements.ts';

/** A statement and the file that it is from. */
interface Placed {
  readonly file: SourceFile;
  readonly statement: SqlStatement;
}

/**
 * Runs migrations in a database in memory, in a process that is ended when they do not, and introspects what they made.
 *
 * @throws DriftlineError `migration-failed`, `migrations-timed-out`, `migrations-empty`
 */
export async function compile(files: readonly SourceFile[], options: CompileOptions): Promise<Compilation> {
  const statements = files.flatMap((file) =>
    splitStatements(file.text).map((statement): Placed => ({ file, statement })),
  );
  if (statements.length === 0) {
    throw new DriftlineError('migrations-empty', 'the migrations hold no SQL statement', {
      remedy: 'Name the folder that holds the migrations: an empty expectation would call every table unexpected.',
    });
  }
  const endsAt = performance.now() + options.timeoutMs;
  const leftMs = () => Math.max(1, Math.round(endsAt - performance.now()));
  const database = await openInProcess({ path: ':memory:', isReadOnly: false, busyTimeoutMs: 0 });
  try {
    for (const sql of options.base === undefined ? [] : createStatements(options.base)) await database.run(sql);
    const look = () => introspect(database, 'the compiled migrations', leftMs());
    const passed = new Map<number, CatalogSnapshot>();
    const { stages = [] } = options;
    for (const [i, file] of files.entries()) {
      if (stages.includes(i)) passed.set(i, (await look()).snapshot);
      for (const placed of statements.filter((each) => each.file === file)) {
        await runStatement(database, placed, options.timeoutMs, leftMs());
      }
    }
    const { snapshot, diagnostics } = await look();
    return {
      snapshot,
      ...(stages.length === 0
        ? {}
        : { stages: stages.map((stage) => deltaOf(snapshot, passed.get(stage) ?? snapshot)) }),
      diagnostics,
    };
  } finally {
    await database.close();
  }
}

/** The statements that make every object of a snapshot in an empty database, tables first. */
export function createStatements({ objects, notes = {} }: CatalogSnapshot): readonly string[] {
  return ['table', 'index', 'view', 'trigger'].flatMap((kind) =>
    Object.keys(objects)
      .filter((id) => kindOf(id) === kind)
      .flatMap((id) => (typeof notes[id]?.sql === 'string' ? [notes[id].sql] : [])),
  );
}

async function runStatement(
  database: SqliteDatabase,
  placed: Placed,
  budgetMs: number,
  timeoutMs: number,
): Promise<void> {
  const { file, statement } = placed;
  refuseFiles(placed);
  try {
    await database.run(statement.sql, { timeoutMs });
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    const place = `${file.path}:${lineOf(file.text, statement.at)}`;
    if (error.fault === 'timed-out') {
      throw new DriftlineError(
        'migrations-timed-out',
        `compiling took longer than ${budgetMs / 1000} s, while the statement at ${place} was running`,
        {
          remedy:
            'Make the statement end by itself in an empty database, or leave its file out; give long migrations more time with `compileTimeout`.',
        },
      );
    }
    if (error.fault === 'gone') {
      throw new DriftlineError('compiler-crashed', `SQLite stopped working at ${place}: ${error.message}`, {
        remedy: 'Leave the statement out of the expectation.',
        cause: error,
      });
    }
    const at = await findFault(database, statement, error.message);
    throw failure(placed, at, error.message, remedyOf(error.message, statement));
  }
}

/** What would reach out of memory to files. */
function refuseFiles(placed: Placed): void {
  const { tokens } = placed.statement;
  const [first] = tokens;
  if (isToken(first, 'ATTACH') || (isToken(first, 'VACUUM') && tokens.some((token) => isToken(token, 'INTO')))) {
    throw failure(
      placed,
      placed.statement.at,
      'it would open another file',
      'Leave the statement out of the expectation.',
    );
  }
}

function failure({ file }: Placed, at: number, message: string, remedy: string): DriftlineError {
  return new DriftlineError('migration-failed', pointAt(file, at, message), { remedy });
}

const order = 'Files run in the natural order of their names, folders in the order of the list.';

/** SQLite has one code for all of this. Whatever its words are, the place and the message stand by themselves. */
function remedyOf(message: string, { tokens }: SqlStatement): string {
  if (tokens[0]?.text === '.')
    return 'Lines that begin with a dot are commands of the `sqlite3` program: leave them out.';
  if (message.includes('no such')) return `Check that an earlier file makes it. ${order}`;
  return 'Correct the statement, or leave its file out of the expectation if it never ran on the database either.';
}
