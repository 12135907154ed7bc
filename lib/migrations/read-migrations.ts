import type { SourceFile } from '../engines/engine.ts';
import { DriftlineError } from '../errors.ts';
import { invalidMigration } from './invalid-migration.ts';
import type { Migration, MigrationFolder, MigrationReader, MigrationReaderName } from './migration.ts';
import { readFolder } from './read-folder.ts';
import { migrationReaders } from './readers/all-readers.ts';
import { recogniseTool } from './recognise.ts';

/** Migrations as their tool runs them. */
export interface ReadMigrations {
  /** The tool, where the paths bear the marks of one or the configuration names it. */
  readonly tool?: MigrationReaderName;
  /** In the order in which they run. */
  readonly migrations: readonly Migration[];
}

/**
 * Reads the migrations under some paths: the paths as listed, and inside a folder as the tool orders them whose marks it
 * bears. Without any marks the files run in the natural order of their names (`2_b.sql` before `10_a.sql`), without what
 * undoes a migration. A file that is named outright is read whatever it is called, and one that is reached twice is read
 * once.
 *
 * @param paths absolute paths of folders and files
 * @param baseDir absolute; the files' paths are shown relative to it
 * @param tool the tool, when the configuration names it
 * @throws DriftlineError `migrations-missing` (nothing at a path), `migrations-empty` (no SQL in any file),
 * `file-unreadable`, `file-not-utf8`, `ambiguous-migrations`, `invalid-migration`
 */
export async function readToolMigrations(
  paths: readonly string[],
  baseDir: string,
  tool?: MigrationReaderName,
): Promise<ReadMigrations> {
  const folders = await Promise.all(paths.map((path) => readFolder(path, baseDir)));
  const read = folders.map((folder) => {
    const reader = tool === undefined ? recogniseTool(folder) : readerFor(tool, folder);
    return { reader, migrations: reader.read(folder) };
  });
  const migrations = joinAlembic(read) ?? withoutTwins(read.flatMap((one) => one.migrations));
  requireSql(migrations, folders);
  const tools = new Set(read.map(({ reader }) => reader.name).filter((name) => name !== 'sql'));
  const [only] = tools;
  return { ...(only === undefined || tools.size > 1 ? {} : { tool: only }), migrations };
}

/** The SQL alone of {@link readToolMigrations}. */
export async function readMigrations(paths: readonly string[], baseDir: string): Promise<SourceFile[]> {
  const { migrations } = await readToolMigrations(paths, baseDir);
  return migrations.flatMap(({ file }) => file ?? []);
}

/** A named tool is meant for the folder that bears its marks; further paths of plain SQL may stand beside it. */
function readerFor(tool: MigrationReaderName, folder: MigrationFolder): MigrationReader {
  const named = migrationReaders[tool];
  return folder.isFile && !named.recognises(folder) && tool !== 'pg_dump' ? migrationReaders.sql : named;
}

type Read = { readonly reader: MigrationReader; readonly migrations: readonly Migration[] };

/**
 * Lays the SQL that Alembic wrote over its revisions. Both are kept only when they tell of the same ones: a file that was
 * written before the last revision would promise less than the folder.
 */
function joinAlembic(read: readonly Read[]): readonly Migration[] | undefined {
  const ofAlembic = read.filter(({ reader }) => reader.name === 'alembic');
  const revisions = ofAlembic.flatMap(({ migrations }) => migrations).filter(({ file }) => file === undefined);
  const written = ofAlembic.flatMap(({ migrations }) => migrations).filter(({ file }) => file !== undefined);
  if (revisions.length === 0) return undefined;
  if (written.length === 0) return joinByName(revisions, read);
  const ids = new Set(written.flatMap(({ revision }) => revision?.id ?? []));
  const lacking = revisions.find(({ revision }) => revision !== undefined && !ids.has(revision.id));
  if (lacking?.revision !== undefined) {
    throw invalidMigration(
      { path: written[0]?.file?.path ?? '', line: 0 },
      `was written before the revision ${lacking.revision.id}`,
      'Write it anew: `alembic upgrade head --sql > alembic.sql`.',
    );
  }
  return read.flatMap(({ reader, migrations }) =>
    reader.name === 'alembic' ? migrations.filter(({ file }) => file !== undefined) : migrations,
  );
}

/** Files of SQL that are called like the revisions are what these do; others run before. */
function joinByName(revisions: readonly Migration[], read: readonly Read[]): readonly Migration[] {
  const sql = read.filter(({ reader }) => reader.name === 'sql').flatMap(({ migrations }) => migrations);
  const fileOf = (id: string) => sql.find(({ revision }) => revision?.id === id)?.file;
  const own = revisions.map(({ revision }) => {
    const file = revision === undefined ? undefined : fileOf(revision.id);
    return { ...(file === undefined ? {} : { file }), ...(revision === undefined ? {} : { revision }) };
  });
  const used = new Set(own.map(({ file }) => file?.path));
  return [...sql.filter(({ file }) => !used.has(file?.path)).map(({ file }) => (file ? { file } : {})), ...own];
}

function withoutTwins(migrations: readonly Migration[]): readonly Migration[] {
  const seen = new Set<string>();
  return migrations.filter(({ file }) => {
    if (file === undefined) return true;
    // Two pieces of one file have one path and other texts.
    const key = JSON.stringify([file.path, file.text]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function requireSql(migrations: readonly Migration[], folders: readonly MigrationFolder[]): void {
  const files = migrations.flatMap(({ file }) => file ?? []);
  if (!files.every(({ text }) => holdsNothing(text))) return;
  const places = folders.map(({ path }) => path).join(', ');
  const hasRevisions = migrations.some(({ revision, file }) => revision !== undefined && file === undefined);
  const what =
    hasRevisions && files.length === 0
      ? "holds Alembic's revisions, which are Python, and no SQL of them"
      : files.length === 0
        ? 'holds no .sql file to run'
        : 'holds only empty files and comments';
  throw new DriftlineError('migrations-empty', `${places || 'the list of migrations'} ${what}`, {
    remedy: hasRevisions
      ? 'Write it with `alembic upgrade head --sql > alembic.sql`, and list that file beside the folder: `migrations: [alembic, alembic.sql]`.'
      : 'An empty expectation would call every table unexpected. Name the folder that holds the migrations; ' +
        'down migrations and hidden files are left out.',
  });
}

/** Whether nothing is left of a text without comments. Says no when in doubt: whoever runs it knows better. */
function holdsNothing(text: string): boolean {
  return (
    text
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/--.*$/gm, '')
      .trim() === ''
  );
}
