import { randomUUID } from 'node:crypto';
import { access, constants, lstat, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Diagnostic } from './diagnostic.ts';

/** Where things that can be made again are kept between runs. */
export interface CacheFolder {
  /** Absolute; undefined when there is no place to write. */
  readonly path: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export type Environment = { readonly [name: string]: string | undefined };

/**
 * Finds the folder for cached work, making it where needed: `$DRIFTLINE_CACHE`, else `$XDG_CACHE_HOME/driftline`, else
 * `~/.cache/driftline`, and when that cannot be written a folder of this user's own in the temporary directory. Never
 * throws: without any folder everything is made anew and a diagnostic says so.
 */
export async function openCacheFolder(env: Environment): Promise<CacheFolder> {
  const wished = wishedFolder(env);
  if (await isWritable(wished)) return { path: wished, diagnostics: [] };
  const fallback = join(tmpdir(), `driftline-${userInfo().uid}`);
  if (await isOurOwn(fallback)) {
    return {
      path: fallback,
      diagnostics: env.DRIFTLINE_CACHE ? [unwritable(`kept in ${fallback} instead`, wished)] : [],
    };
  }
  return { path: undefined, diagnostics: [unwritable('made anew in every run', wished)] };
}

function wishedFolder(env: Environment): string {
  if (env.DRIFTLINE_CACHE) return env.DRIFTLINE_CACHE;
  // The XDG base directory specification asks to ignore relative paths.
  if (env.XDG_CACHE_HOME && isAbsolute(env.XDG_CACHE_HOME)) return join(env.XDG_CACHE_HOME, 'driftline');
  return join(env.HOME || homedir(), '.cache', 'driftline');
}

function unwritable(instead: string, wished: string): Diagnostic {
  return {
    level: 'info',
    code: 'cache-unwritable',
    message: `The cache folder ${wished} cannot be written; compiled migrations are ${instead}.`,
    remedy: 'Set DRIFTLINE_CACHE to a folder that may be written.',
  };
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What lies in a directory that everybody may write could have been put there by anybody. */
async function isOurOwn(folder: string): Promise<boolean> {
  if (!(await isWritable(folder))) return false;
  const { uid, mode } = await lstat(folder);
  return uid === userInfo().uid && (mode & 0o022) === 0;
}

/**
 * Writes a file that readers see whole or not at all, however many processes write it at once.
 *
 * @throws whatever the file system says; nothing half-written is left
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Removes the files of a folder that were written longest ago, beyond the number to keep. Never throws. */
export async function keepNewest(folder: string, count: number): Promise<void> {
  try {
    const names = await readdir(folder);
    if (names.length <= count) return;
    const dated = await Promise.all(
      names.map(async (name) => ({ path: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
    );
    const surplus = dated.sort((a, b) => b.at - a.at).slice(count);
    await Promise.all(surplus.map(({ path }) => rm(path, { force: true })));
  } catch {
    // Somebody else is tidying up, which is just as well.
  }
}
