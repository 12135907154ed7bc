import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CacheFolder, keepNewest, writeAtomically } from '../../../cache-folder.ts';
import { snapshotFormatVersion } from '../../../catalog/snapshot.ts';
import type { Diagnostic } from '../../../diagnostic.ts';
import type { Compilation, CompileOptions, SourceFile } from '../../engine.ts';
import { readPgliteVersion } from '../embedded/pglite-version.ts';
import { catalogQuery } from '../introspect/catalog-query.ts';
import { readerVersion } from '../introspect/reader-version.ts';
import { catalogSettings } from '../introspect/settings.ts';

const kept = 100;

/**
 * Names a compilation by everything that decides its result: the files in order with their contents, the base, how
 * catalogs are read and written, and the embedded PostgreSQL's version.
 */
export function compilationKey(
  files: readonly SourceFile[],
  { base, extras = [], stages = [] }: Pick<CompileOptions, 'base' | 'extras' | 'stages'>,
): string {
  const ingredients = [
    readerVersion,
    'postgresql',
    readPgliteVersion(),
    snapshotFormatVersion,
    catalogSettings({ lockTimeoutMs: 0, statementTimeoutMs: 0 }),
    catalogQuery({ withDependencies: true, extras }),
    files.map(({ path, text }) => [path, text]),
    base ?? null,
    stages,
  ];
  return createHash('sha256').update(JSON.stringify(ingredients)).digest('hex');
}

/** A compilation that was remembered; undefined when there is none, or one that is damaged. */
export async function readCompilation({ path }: CacheFolder, key: string): Promise<Compilation | undefined> {
  if (path === undefined) return undefined;
  try {
    const text = await readFile(fileOf(path, key), 'utf8');
    const separator = text.indexOf('\n');
    const content = text.slice(separator + 1);
    // Written by this very version of this code, as its hash shows, so its shape needs no proof.
    return text.slice(0, separator) === hashOf(content) ? (JSON.parse(content) as Compilation) : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a compilation. What goes wrong is said, never thrown. */
export async function writeCompilation(
  { path }: CacheFolder,
  key: string,
  compilation: Compilation,
): Promise<readonly Diagnostic[]> {
  if (path === undefined) return [];
  try {
    const content = JSON.stringify(compilation);
    await mkdir(join(path, 'compiled'), { recursive: true, mode: 0o700 });
    await writeAtomically(fileOf(path, key), `${hashOf(content)}\n${content}`);
    await keepNewest(join(path, 'compiled'), kept);
    return [];
  } catch (error) {
    return [
      {
        level: 'info',
        code: 'cache-unwritable',
        message: `What was compiled could not be kept in ${path}: ${error instanceof Error ? error.message : error}.`,
        remedy: 'Free some space, or set DRIFTLINE_CACHE to a folder that may be written.',
      },
    ];
  }
}

function fileOf(folder: string, key: string): string {
  return join(folder, 'compiled', `${key}.json`);
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
