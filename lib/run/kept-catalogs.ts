import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type Environment, keepNewest, openCacheFolder, writeAtomically } from '../cache-folder.ts';
import type { Introspection } from '../engines/engine.ts';

/** What introspections found, kept for the next of the same database. May forget. */
export interface KeptCatalogs {
  readonly recall: (key: string) => Promise<KeptCatalog | undefined>;
  readonly keep: (key: string, catalog: KeptCatalog) => Promise<void>;
}

/** Good for as long as the introspection's mark is the database's. */
export interface KeptCatalog {
  readonly introspection: Introspection;
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** A catalog is read again after this time, whatever its mark says: what nobody has thought of shall not last. */
export const keptForMs = 24 * 60 * 60 * 1000;

/** A big catalog takes some 300 kB. */
const keptFiles = 200;

/** Makes a kept catalog small. */
export function packCatalog(catalog: KeptCatalog): Promise<Buffer> {
  return promisify(gzip)(JSON.stringify(catalog), { level: 1 });
}

/**
 * Makes a kept catalog of what {@link packCatalog} gave; undefined when it is none.
 *
 * @throws what unpacking and parsing throw at what is damaged
 */
export async function unpackCatalog(packed: Uint8Array): Promise<KeptCatalog | undefined> {
  const kept: Partial<KeptCatalog> = JSON.parse((await promisify(gunzip)(packed)).toString());
  const { introspection, readAt } = kept;
  // Written by this version of this code where its mark is one that this code makes.
  return isWhole(introspection) && readAt !== undefined ? { introspection, readAt } : undefined;
}

/** Whether what somebody may have edited still holds a catalog. */
function isWhole(introspection: Partial<Introspection> | undefined): introspection is Introspection {
  const { mark, snapshot, diagnostics } = introspection ?? {};
  return mark !== undefined && typeof (snapshot?.objects ?? undefined) === 'object' && Array.isArray(diagnostics);
}

/**
 * Opens the kept catalogs of the cache folder. They can be read again: so nothing is thrown where files cannot be read or
 * written. Only their owner may read them, since definitions are nobody else's business.
 */
export async function openKeptCatalogs(env: Environment): Promise<KeptCatalogs> {
  const { path } = await openCacheFolder(env);
  if (path === undefined) return { recall: async () => undefined, keep: async () => {} };
  const folder = join(path, 'catalogs');
  const fileOf = (key: string) => join(folder, `${key}.json.gz`);
  return {
    recall: async (key) => {
      try {
        return await unpackCatalog(await readFile(fileOf(key)));
      } catch {
        return undefined;
      }
    },
    keep: async (key, catalog) => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeAtomically(fileOf(key), await packCatalog(catalog));
        await keepNewest(folder, keptFiles);
      } catch {
        // The next run reads it all, which costs time and loses nothing.
      }
    },
  };
}
