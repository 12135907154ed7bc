import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { SourceFile } from '../engines/engine.ts';
import { DriftlineError } from '../errors.ts';

/** Natural order: `2_b` before `10_a`; equal but for accents or letter case are told apart too. */
const naturalOrder = new Intl.Collator('en', { numeric: true });

/**
 * Reads the SQL files under some paths in the order in which they are to run: the paths as listed, and inside a folder
 * by the natural order of names (`2_b.sql` before `10_a.sql`), a subfolder standing where its name puts it. Left out
 * are files that are not `.sql`, hidden files and folders, and what undoes a migration: `down.sql`, `*.down.sql`,
 * `*_down.sql` and everything in a folder called `down`. A file that is named outright is read whatever it is called,
 * and one that is reached twice is read once.
 *
 * @param paths absolute paths of folders and files
 * @param baseDir absolute; the files' paths are shown relative to it
 * @throws DriftlineError `migrations-missing` (nothing at a path), `migrations-empty` (no SQL in any file),
 * `file-unreadable`, `file-not-utf8`
 */
export async function readMigrations(paths: readonly string[], baseDir: string): Promise<SourceFile[]> {
  const found = (await Promise.all(paths.map((path) => listFiles(path, baseDir)))).flat();
  const files = await Promise.all([...new Set(found)].map((path) => readSource(path, baseDir)));
  if (files.every(({ text }) => holdsNothing(text))) {
    const places = paths.map((path) => show(path, baseDir)).join(', ');
    const what = files.length === 0 ? 'holds no .sql file to run' : 'holds only empty files and comments';
    throw new DriftlineError('migrations-empty', `${places || 'the list of migrations'} ${what}`, {
      remedy:
        'An empty expectation would call every table unexpected. Name the folder that holds the migrations; ' +
        'down migrations and hidden files are left out.',
    });
  }
  return files;
}

async function listFiles(path: string, baseDir: string): Promise<string[]> {
  return (await statOf(path, baseDir)).isDirectory() ? listFolder(path, baseDir) : [path];
}

async function listFolder(folder: string, baseDir: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, baseDir, cause);
  });
  const visible = entries
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => naturalOrder.compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
  return (await Promise.all(visible.map((entry) => listEntry(folder, entry, baseDir)))).flat();
}

async function listEntry(folder: string, entry: Dirent, baseDir: string): Promise<string[]> {
  const path = join(folder, entry.name);
  if (isDown(entry.name)) return [];
  if (entry.isDirectory()) return listFolder(path, baseDir);
  if (!/\.sql$/i.test(entry.name)) return [];
  // A link to a folder could lead back here for ever; migration tools do not follow them either.
  return (await statOf(path, baseDir)).isFile() ? [path] : [];
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

function isDown(name: string): boolean {
  return /^(?:.*[._])?down(?:\.sql)?$/i.test(name);
}

async function readSource(path: string, baseDir: string): Promise<SourceFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, baseDir, cause);
  });
  const shown = show(path, baseDir);
  try {
    return { path: shown, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw new DriftlineError('file-not-utf8', `${shown} is not UTF-8 text`, {
      remedy: 'Save it as UTF-8; PostgreSQL would not read it rightly either.',
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

/** Whether nothing is left of a text without comments. Says no when in doubt: whoever runs it knows better. */
function holdsNothing(text: string): boolean {
  return (
    text
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/--.*$/gm, '')
      .trim() === ''
  );
}

/** Slashes on every system, so that messages, cache keys and goldens are equal everywhere. */
function show(path: string, baseDir: string): string {
  return (relative(baseDir, path) || basename(path)).replaceAll('\\', '/');
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
