import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { DriftlineError } from '../errors.ts';
import { isSql } from './file-names.ts';
import type { FolderFile, MigrationFolder } from './migration.ts';
import { naturalOrder } from './natural-order.ts';

/** Files whose text tells a reader something; of others only the name does. */
const telling = /(\.sql|\.py|(^|\/)(_journal\.json|sqitch\.plan|migration_lock\.toml))$/i;

/** Files of the folders around that tell which tool a project uses. */
const manifests = ['Cargo.toml', 'go.mod', 'package.json', 'config.toml'];

/** How far above a folder its project's manifests are looked for. */
const levelsAbove = 3;

/**
 * Reads a folder of migrations, or one file, into memory: hidden files and folders, `node_modules` and what Python
 * leaves behind are passed over, and links to folders are not followed.
 *
 * @param path absolute
 * @param baseDir absolute; paths are shown relative to it
 * @throws DriftlineError `migrations-missing`, `file-unreadable`, `file-not-utf8`
 */
export async function readFolder(path: string, baseDir: string): Promise<MigrationFolder> {
  const isFile = !(await statOf(path, baseDir)).isDirectory();
  const names = isFile ? [''] : await listFolder(path, '', baseDir);
  const files = await Promise.all(names.map((name) => readOne(path, name, baseDir, isFile)));
  return { path: show(path, baseDir), isFile, files, around: await readAround(path) };
}

async function listFolder(root: string, below: string, baseDir: string): Promise<string[]> {
  const folder = join(root, below);
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, baseDir, cause);
  });
  const visible = entries
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules' && name !== '__pycache__')
    .sort((a, b) => naturalOrder(a.name, b.name));
  return (await Promise.all(visible.map((entry) => listEntry(root, below, entry, baseDir)))).flat();
}

async function listEntry(root: string, below: string, entry: Dirent, baseDir: string): Promise<string[]> {
  const name = below === '' ? entry.name : `${below}/${entry.name}`;
  if (entry.isDirectory()) return listFolder(root, name, baseDir);
  if (!entry.isSymbolicLink()) return [name];
  // A link to a folder could lead back here for ever; migration tools do not follow them either.
  return isSql(name) && (await statOf(join(root, name), baseDir)).isFile() ? [name] : [];
}

async function readOne(root: string, name: string, baseDir: string, isFile: boolean): Promise<FolderFile> {
  const path = join(root, name);
  const shown = show(path, baseDir);
  const named = isFile ? basename(path) : name;
  if (!isFile && !telling.test(name)) return { name: named, path: shown, text: '', bytes: new Uint8Array() };
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, baseDir, cause);
  });
  try {
    return {
      name: named,
      path: shown,
      text: new TextDecoder('utf-8', { fatal: isFile || isSql(name) }).decode(bytes),
      bytes,
    };
  } catch (cause) {
    // A dump of the form that only pg_restore reads has an error of its own.
    if (bytes.subarray(0, 5).toString('latin1') === 'PGDMP') return { name: named, path: shown, text: 'PGDMP', bytes };
    const isSqliteFile = bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3';
    throw new DriftlineError('file-not-utf8', `${shown} is not UTF-8 text`, {
      remedy: isSqliteFile
        ? `It is a SQLite database, not SQL: name it by its URL, file:${shown}.`
        : 'Save it as UTF-8; PostgreSQL would not read it rightly either.',
      cause,
    });
  }
}

/** The nearest of each manifest wins. */
async function readAround(path: string): Promise<MigrationFolder['around']> {
  const found: { [name: string]: string } = {};
  let folder = dirname(path);
  for (let level = 0; level < levelsAbove; level += 1) {
    for (const name of manifests) {
      const text = name in found ? undefined : await readFile(join(folder, name), 'utf8').catch(() => undefined);
      if (text !== undefined) found[name] = text;
    }
    folder = dirname(folder);
  }
  return found;
}

async function statOf(path: string, baseDir: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT' && codeOf(cause) !== 'ENOTDIR') throw unreadable(path, baseDir, cause);
    throw new DriftlineError('migrations-missing', `there is nothing at ${show(path, baseDir)}`, {
      remedy: `Correct the path, or create the folder. Relative paths start from ${baseDir}.`,
      cause,
    });
  }
}

function unreadable(path: string, baseDir: string, cause: unknown): DriftlineError {
  return new DriftlineError('file-unreadable', `cannot read ${show(path, baseDir)}`, {
    remedy: 'Let the user who runs Driftline read it.',
    cause,
  });
}

/** Slashes on every system, so that messages, cache keys and goldens are equal everywhere. */
function show(path: string, baseDir: string): string {
  return (relative(baseDir, path) || basename(path)).replaceAll('\\', '/');
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
