import { type CacheFolder, type Environment, openCacheFolder } from '../../../cache-folder.ts';
import type { Extra } from '../../../catalog/extras.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Diagnostic } from '../../../diagnostic.ts';
import { DriftlineError } from '../../../errors.ts';
import type { Compilation, CompileOptions, Engine, SourceFile } from '../../engine.ts';
import { runEmbedded } from '../embedded/run-embedded.ts';
import { compilationKey, readCompilation, writeCompilation } from './compile-cache.ts';
import type { CompileResult } from './compile-job.ts';
import { explainFailure, lineOf } from './explain-failure.ts';

export interface CompileDependencies {
  /** The statements that make every object of a snapshot in an empty database, in order. */
  readonly createStatements: (snapshot: CatalogSnapshot, extras: readonly Extra[]) => readonly string[];
  /** Says where the cache is. */
  readonly env: Environment;
}

/** Makes the engine's `compile`, which remembers what it compiled by the content of everything that went in. */
export function makeCompile({ createStatements, env }: CompileDependencies): Engine['compile'] {
  return async (files, options) => {
    const located = async (compilation: Compilation): Promise<Compilation> => {
      // With it comes the parser, which loads 1.7 MB at once: whoever is handed compiled expectations never needs it.
      const { findPlaces } = await import('./find-places.ts');
      return { ...compilation, places: await findPlaces(files, Object.keys(compilation.snapshot.objects)) };
    };
    if (options.server !== undefined) {
      const base = options.base === undefined ? [] : createStatements(options.base, options.extras ?? []);
      const { compileOnServer } = await import('./compile-on-server.ts');
      return located(await compileOnServer(options.server, files, base, options));
    }
    const folder = await openCacheFolder(env);
    const key = compilationKey(files, options);
    const remembered = await readCompilation(folder, key);
    if (remembered !== undefined) return withDiagnostics(remembered, folder.diagnostics);
    const baseStatements = options.base === undefined ? [] : createStatements(options.base, options.extras ?? []);
    const compilation = await located(await compileAfresh(files, options, baseStatements, folder));
    const trouble = await writeCompilation(folder, key, compilation);
    return withDiagnostics(compilation, [...folder.diagnostics, ...trouble]);
  };
}

async function compileAfresh(
  files: readonly SourceFile[],
  { timeoutMs, extras = [], stages = [] }: CompileOptions,
  baseStatements: readonly string[],
  folder: CacheFolder,
): Promise<Compilation> {
  let running: { readonly path: string; readonly at: number } | undefined;
  let result: CompileResult | undefined;
  const end = await runEmbedded(
    { kind: 'compile', files: [...files], baseStatements, extras, stages },
    {
      cacheFolder: folder.path,
      timeoutMs,
      onMessage: (message) => {
        if (message.kind === 'running') running = message;
        if (message.kind === 'compiled') result = message.result;
      },
    },
  );
  const text = files.find(({ path }) => path === running?.path)?.text;
  const place = running && (text === undefined ? running.path : `${running.path}:${lineOf(text, running.at)}`);
  if (end.kind === 'timedOut') throw timedOut(place, timeoutMs);
  if (end.kind === 'crashed') throw crashed(place, end.reason);
  return compilationOf(result);
}

function compilationOf(result: CompileResult | undefined): Compilation {
  switch (result?.kind) {
    case 'compiled':
      return { snapshot: result.snapshot, stages: result.stages, diagnostics: result.diagnostics };
    case 'failed':
      throw explainFailure(result.failure);
    case 'empty':
      throw new DriftlineError('migrations-empty', 'the migrations hold no SQL statement', {
        remedy: 'Name the folder that holds the migrations: an empty expectation would call every table unexpected.',
      });
    case undefined:
      throw crashed(undefined, 'it gave no result');
  }
}

function timedOut(running: string | undefined, timeoutMs: number): DriftlineError {
  const what = running === undefined ? 'before the first statement' : `while the statement at ${running} was running`;
  return new DriftlineError('migrations-timed-out', `compiling took longer than ${timeoutMs / 1000} s, ${what}`, {
    remedy:
      'Make the statement end by itself in an empty database, or leave its file out; ' +
      'give long migrations more time with `compileTimeout`.',
  });
}

function crashed(running: string | undefined, reason: string): DriftlineError {
  const what = running === undefined ? '' : ` at ${running}`;
  return new DriftlineError('compiler-crashed', `the embedded PostgreSQL stopped working${what}: ${reason}`, {
    remedy: 'Leave the statement out of the expectation; it works on a server and not when embedded.',
  });
}

function withDiagnostics(compilation: Compilation, more: readonly Diagnostic[]): Compilation {
  return more.length === 0 ? compilation : { ...compilation, diagnostics: [...compilation.diagnostics, ...more] };
}
