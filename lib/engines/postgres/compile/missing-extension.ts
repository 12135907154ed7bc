import { addOnPackages } from '../embedded/extensions.ts';
import { readPgliteVersion } from '../embedded/pglite-version.ts';
import type { CompileDatabase } from './compile-database.ts';
import type { CompileFailure } from './explain-failure.ts';

/**
 * Says of a CREATE EXTENSION that failed because the embedded PostgreSQL lacks the extension which ones it has and what
 * can be done. Any other failure is passed on.
 *
 * @param tree the CreateExtensionStmt
 */
export async function explainExtension(
  database: CompileDatabase,
  failure: CompileFailure,
  tree: unknown,
): Promise<CompileFailure> {
  const name = extensionNamed(tree);
  if (name === undefined) return failure;
  if (database.isShared) return missingOnServer.includes(failure.sqlstate) ? onServer(failure, name) : failure;
  const addOn = addOnPackages[name];
  const available = await availableExtensions(database);
  if (available.includes(name)) {
    return addOn === undefined ? failure : { ...failure, remedy: misfit(addOn) };
  }
  return {
    ...failure,
    message: `the embedded PostgreSQL has no extension ${name}`,
    notes: [],
    remedy: `${addOn === undefined ? unavailable(name) : installable(addOn)} Available: ${available.join(', ')}.`,
  };
}

/** The name in a CreateExtensionStmt. */
export function extensionNamed(tree: unknown): string | undefined {
  return typeof tree === 'object' && tree !== null && 'extname' in tree ? String(tree.extname) : undefined;
}

/** A failed statement may have left its transaction aborted, in which nothing can be asked any more. */
async function availableExtensions(database: CompileDatabase): Promise<string[]> {
  if (database.isInTransaction()) await database.exec('rollback');
  const { rows } = await database.query(
    'select name from pg_catalog.pg_available_extensions order by name collate "C"',
  );
  return rows.map(({ name }) => String(name));
}

/** feature_not_supported and undefined_file, of which servers before 16 said the latter. */
const missingOnServer: readonly (string | undefined)[] = ['0A000', '58P01'];

function onServer(failure: CompileFailure, name: string): CompileFailure {
  return {
    ...failure,
    message: `the server to compile on has no extension ${name}`,
    notes: [],
    remedy: `Install ${name} there, or name a server in \`compile.url\` that has it.`,
  };
}

function installable(addOn: string): string {
  return (
    `Install the package that brings it, in the project from which Driftline runs: npm install --save-dev ${addOn} ` +
    `(the release for PGlite ${readPgliteVersion()}, or with --legacy-peer-deps the nearest). Or compile on a server that ` +
    `has it: \`compile: { url: "\${SCRATCH_URL}" }\` in the expectation.`
  );
}

function misfit(addOn: string): string {
  return `The installed ${addOn} does not fit PGlite ${readPgliteVersion()}: install the release that was made for it, or compile on a server that has the extension: \`compile: { url: "\${SCRATCH_URL}" }\` in the expectation.`;
}

function unavailable(name: string): string {
  return (
    `${name} cannot be embedded: no package brings it. Check the spelling; or compile on a server that has it, in a ` +
    `database which Driftline makes and removes: \`compile: { url: "\${SCRATCH_URL}" }\` in the expectation; or keep CREATE EXTENSION ${name} and what ` +
    'uses it out of the migrations that Driftline compiles, and let a base snapshot of a real database bring them in.'
  );
}
