import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openCacheFolder } from '../../lib/cache-folder.ts';
import type { Extra } from '../../lib/catalog/extras.ts';
import { answerQuestion } from '../../lib/engines/postgres/arbiter/replay.ts';
import { makeSettle } from '../../lib/engines/postgres/arbiter/settle.ts';
import { compilationKey, writeCompilation } from '../../lib/engines/postgres/compile/compile-cache.ts';
import { findPlaces } from '../../lib/engines/postgres/compile/find-places.ts';
import { parseFile } from '../../lib/engines/postgres/compile/parse-files.ts';
import { runFiles } from '../../lib/engines/postgres/compile/run-files.ts';
import { embeddedUser, keepSaidOwners } from '../../lib/engines/postgres/compile/said-owners.ts';
import { copyIn } from '../../lib/engines/postgres/embedded/copy-in.ts';
import { openEmbedded } from '../../lib/engines/postgres/embedded/open-embedded.ts';
import { makeQueryable } from '../../lib/engines/postgres/embedded/pglite-queryable.ts';
import { postgres } from '../../lib/engines/postgres/engine.ts';
import { introspect } from '../../lib/engines/postgres/introspect/introspect.ts';
import { readMigrations } from '../../lib/migrations/read-migrations.ts';
import { findCatalogDrifts } from '../../lib/run/look.ts';
import { diffSources, type ReadSource } from '../../lib/run/read-source.ts';
import type { Found } from './corpus.ts';

/**
 * One embedded PostgreSQL for hundreds of small questions, each of which would otherwise start one of its own. What it
 * finds goes into a cache of its own, where the commands of this process look first.
 */
export interface SharedEmbedded extends AsyncDisposable {
  /** Compiles a file, as `compile` would, and remembers it for whoever compiles the same file. */
  readonly compile: (path: string, baseDir: string, asked: readonly Extra[]) => Promise<ReadSource>;
  /** Compares two catalogs as `driftline diff` does. */
  readonly diff: (expected: ReadSource, actual: ReadSource, asked: readonly Extra[]) => Promise<Found>;
}

/** Opens it, and points this process to its cache until it is closed. */
export async function openSharedEmbedded(): Promise<SharedEmbedded> {
  const before = process.env.DRIFTLINE_CACHE;
  const { path: seeds } = await openCacheFolder(process.env);
  const database = await openEmbedded({ cacheFolder: seeds, extensions: [] });
  const cache = await mkdtemp(join(tmpdir(), 'driftline-corpus-'));
  process.env.DRIFTLINE_CACHE = cache;
  const settle = makeSettle({
    env: process.env,
    run: async (job, { onMessage }) => {
      const questions = job.kind === 'replay' ? job.questions : [];
      for (const question of questions) onMessage({ kind: 'answer', answer: await answerQuestion(database, question) });
      return { kind: 'done' };
    },
  });
  const undoable = {
    // What a file did is looked at before the end of its transaction and then taken back.
    exec: async (sql: string) => (sql === 'commit' || sql === 'discard all' ? undefined : database.exec(sql)),
    copyIn: (sql: string, rows: string) => copyIn(database, sql, rows),
    query: (sql: string) => database.query<Readonly<Record<string, never>>>(sql),
    isInTransaction: () => true,
  };
  return {
    compile: async (path, baseDir, asked) => {
      const files = await readMigrations([resolve(baseDir, path)], baseDir);
      try {
        const diagnostics = await runFiles(undoable, await Promise.all(files.map(parseFile)), {
          onStatement: () => {},
          onFileDone: async () => {},
        });
        await database.exec('set constraints all immediate');
        const seen = await introspect(makeQueryable(database), {
          isInTransaction: true,
          withDependencies: true,
          extras: asked,
        });
        const compilation = {
          snapshot: keepSaidOwners(seen.snapshot, embeddedUser),
          stages: [],
          diagnostics: [...diagnostics, ...seen.diagnostics],
          places: await findPlaces(files, Object.keys(seen.snapshot.objects)),
        };
        const trouble = await writeCompilation(
          { path: cache, diagnostics: [] },
          compilationKey(files, { extras: asked }),
          compilation,
        );
        return { ...compilation, diagnostics: [...compilation.diagnostics, ...trouble] };
      } finally {
        await database.exec('rollback');
      }
    },
    diff: async (expected, actual, asked) => {
      const rules = { ignore: [], unexpected: 'report', extras: asked } as const;
      await findCatalogDrifts({ ...postgres, settle }, { snapshot: expected.snapshot, rules }, actual.snapshot);
      return diffSources(expected, actual, asked);
    },
    [Symbol.asyncDispose]: async () => {
      if (before === undefined) delete process.env.DRIFTLINE_CACHE;
      else process.env.DRIFTLINE_CACHE = before;
      await database.close();
      await rm(cache, { recursive: true, force: true });
    },
  };
}
