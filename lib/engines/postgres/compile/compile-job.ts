import { type CatalogDelta, deltaOf } from '../../../catalog/catalog-delta.ts';
import type { Extra } from '../../../catalog/extras.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Diagnostic } from '../../../diagnostic.ts';
import type { SourceFile } from '../../engine.ts';
import { copyIn } from '../embedded/copy-in.ts';
import { openEmbedded } from '../embedded/open-embedded.ts';
import { makeQueryable } from '../embedded/pglite-queryable.ts';
import { bringsWrapper, standInForExtensions } from '../embedded/stand-in-extensions.ts';
import { introspect } from '../introspect/introspect.ts';
import type { Row } from '../queryable.ts';
import type { CompileDatabase } from './compile-database.ts';
import type { CompileFailure } from './explain-failure.ts';
import { extensionNamed } from './missing-extension.ts';
import { baseFile, baseName, parseFile, parseFiles } from './parse-files.ts';
import { FailedFile, type ParsedFile, runFiles } from './run-files.ts';
import { embeddedUser, keepSaidOwners } from './said-owners.ts';
import type { SourceStatement } from './split-statements.ts';

/** The files to compile, as a job for the thread with the embedded PostgreSQL. */
export interface CompileJob {
  readonly kind: 'compile';
  readonly files: readonly SourceFile[];
  /** SQL that makes the base, complete statements in order. */
  readonly baseStatements: readonly string[];
  /** What of the catalog is only read for those who ask. */
  readonly extras: readonly Extra[];
  /** After how many files the catalog is looked at as well. */
  readonly stages: readonly number[];
}

export type CompileResult =
  | {
      readonly kind: 'compiled';
      readonly snapshot: CatalogSnapshot;
      readonly stages: readonly CatalogDelta[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly failure: CompileFailure; readonly isBase: boolean };

/**
 * Runs the base and the files in a new embedded database and introspects it. Files that cannot be split into statements
 * fail before the database is opened.
 *
 * @param onStatement called before each statement with its file and its place in the file's text
 */
export async function runCompileJob(
  job: CompileJob,
  cacheFolder: string | undefined,
  onStatement: (path: string, at: number) => void,
): Promise<CompileResult> {
  try {
    const base = await parseFile(baseFile(job.baseStatements));
    const files = await parseFiles(job.files);
    if (files.every(({ statements }) => statements.length === 0)) return { kind: 'empty' };
    return await compileParsed(base, files, job, cacheFolder, onStatement);
  } catch (error) {
    if (!(error instanceof FailedFile)) throw error;
    return { kind: 'failed', failure: error.failure, isBase: error.failure.path === baseName };
  }
}

async function compileParsed(
  base: ParsedFile,
  files: readonly ParsedFile[],
  { extras, stages }: Pick<CompileJob, 'extras' | 'stages'>,
  cacheFolder: string | undefined,
  onStatement: (path: string, at: number) => void,
): Promise<CompileResult> {
  const database = await openEmbedded({ cacheFolder, extensions: [base, ...files].flatMap(extensionsOf) });
  const events = {
    onStatement: (file: ParsedFile, { at }: SourceStatement) => onStatement(file.path, at),
    // The base is the first file, so that the number of the file before is that of the migrations that have run.
    onFileDone: async (index: number) => {
      if (!stages.includes(index)) return;
      const { snapshot } = await introspect(makeQueryable(database), { extras });
      passed.set(index, keepSaidOwners(snapshot, embeddedUser));
    },
  };
  const passed = new Map<number, CatalogSnapshot>();
  // A base is a real database, which has them; of migrations only those that need no code are believed.
  const believed = [...extensionsOf(base), ...files.flatMap(extensionsOf).filter(bringsWrapper)];
  const standIns = await standInForExtensions(database, believed);
  const compileDatabase: CompileDatabase = {
    exec: (sql) => database.exec(sql),
    copyIn: (sql, rows) => copyIn(database, sql, rows),
    query: (sql) => database.query<Row>(sql),
    isInTransaction: () => database.isInTransaction(),
  };
  const diagnostics = await runFiles(compileDatabase, [base, ...files], events);
  const asked = { withDependencies: true, extras };
  const { snapshot, diagnostics: gaps } = await introspect(makeQueryable(database), asked);
  const end = keepSaidOwners(snapshot, embeddedUser);
  return {
    kind: 'compiled',
    snapshot: end,
    stages: stages.map((stage) => deltaOf(end, passed.get(stage) ?? end)),
    diagnostics: [...standIns, ...diagnostics, ...gaps],
  };
}

function extensionsOf({ statements }: ParsedFile): string[] {
  return statements
    .filter(({ kind }) => kind === 'CreateExtensionStmt')
    .flatMap(({ tree }) => extensionNamed(tree) ?? []);
}
