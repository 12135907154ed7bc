import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { writeAtomically } from '../../../cache-folder.ts';
import { loadExtensions } from './extensions.ts';
import { readPgliteVersion } from './pglite-version.ts';

export interface OpenOptions {
  /** Where the seed is kept; undefined: the database is made anew. */
  readonly cacheFolder: string | undefined;
  /** Extensions that SQL asks for by name; those that ship with PGlite need not be named. */
  readonly extensions: readonly string[];
}

/**
 * Opens an empty embedded database in memory. Making one takes seconds, so it is made once, kept as a seed in the cache
 * folder and loaded from there; a seed that is damaged is made again.
 */
export async function openEmbedded({ cacheFolder, extensions }: OpenOptions): Promise<PGlite> {
  const loaded = await loadExtensions(extensions);
  const path = cacheFolder === undefined ? undefined : join(cacheFolder, `pglite-${readPgliteVersion()}.seed`);
  const seed = path === undefined ? undefined : await readSeed(path);
  if (path !== undefined && seed !== undefined) {
    try {
      return await PGlite.create({ loadDataDir: new Blob([seed]), extensions: loaded });
    } catch {
      await rm(path, { force: true });
    }
  }
  const database = await PGlite.create({ extensions: loaded });
  if (path !== undefined) await keepSeed(path, database);
  return database;
}

const hashLength = 32;

/** The seed carries its own hash, so that one file says by itself whether it is whole. */
async function readSeed(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const file = new Uint8Array(await readFile(path));
    const content = file.slice(hashLength);
    return hashOf(content).equals(file.subarray(0, hashLength)) ? content : undefined;
  } catch {
    return undefined;
  }
}

async function keepSeed(path: string, database: PGlite): Promise<void> {
  const dump = await database.dumpDataDir('gzip');
  const content = new Uint8Array(await dump.arrayBuffer());
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeAtomically(path, Buffer.concat([hashOf(content), content]));
  } catch {
    // Without a seed the next start is slower and nothing else.
  }
}

function hashOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
