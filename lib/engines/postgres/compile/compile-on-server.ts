import { type CatalogDelta, deltaOf } from '../../../catalog/catalog-delta.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Compilation, CompileOptions, ConnectionSource, SourceFile } from '../../engine.ts';
import type { PostgresConnection } from '../connect.ts';
import { introspect } from '../introspect/introspect.ts';
import type { CompileDatabase } from './compile-database.ts';
import { explainFailure } from './explain-failure.ts';
import { baseFile, parseFile, parseFiles } from './parse-files.ts';
import { FailedFile, runFiles } from './run-files.ts';
import { keepSaidOwners } from './said-owners.ts';
import { withScratchDatabase } from './scratch-database.ts';

/**
 * Compiles on a real server, in a database that is made for it and removed again: for extensions that the embedded
 * database lacks. Statements about roles, databases and the server are passed over, since others live there.
 *
 * @throws DriftlineError as {@link withScratchDatabase} does, `migration-failed`
 */
export async function compileOnServer(
  server: ConnectionSource,
  sources: readonly SourceFile[],
  baseStatements: readonly string[],
  options: CompileOptions,
): Promise<Compilation> {
  try {
    const files = [await parseFile(baseFile(baseStatements)), ...(await parseFiles(sources))];
    return await withScratchDatabase(server, options, async (connection) => {
      const { extras = [], stages = [] } = options;
      const passed = new Map<number, CatalogSnapshot>();
      const diagnostics = await runFiles(databaseOf(connection), files, {
        onStatement: () => undefined,
        onFileDone: async (index) => {
          if (!stages.includes(index)) return;
          passed.set(
            index,
            keepSaidOwners((await introspect(connection, { extras })).snapshot, connection.server.user),
          );
        },
      });
      const read = await introspect(connection, { withDependencies: true, extras });
      const snapshot = keepSaidOwners(read.snapshot, connection.server.user);
      const deltas: readonly CatalogDelta[] = stages.map((stage) => deltaOf(snapshot, passed.get(stage) ?? snapshot));
      return { snapshot, stages: deltas, diagnostics: [...diagnostics, ...read.diagnostics] };
    });
  } catch (error) {
    throw error instanceof FailedFile ? explainFailure(error.failure) : error;
  }
}

function databaseOf(connection: PostgresConnection): CompileDatabase {
  return {
    isShared: true,
    exec: (sql) => connection.query(sql),
    copyIn: (sql, copyRows) => connection.query(sql, { copyRows }),
    query: async (sql) => ({ rows: (await connection.query(sql))[0]?.rows ?? [] }),
    isInTransaction: connection.isInTransaction,
  };
}
