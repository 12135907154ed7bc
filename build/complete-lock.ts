import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of an npm lock file, version 3, that this file reads and writes. */
export interface Lock {
  readonly packages: { readonly [path: string]: LockedPackage };
}

export interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: { readonly [name: string]: string };
  readonly [field: string]: unknown;
}

/** An optional dependency that a locked package asks for and the lock does not hold. */
export interface Gap {
  /** The lock's path of the package that asks: `node_modules/vite`. */
  readonly wantedBy: string;
  readonly name: string;
  readonly range: string;
}

/**
 * Lists the optional dependencies that the lock leaves out. `npm install` leaves out the builds for other platforms
 * that its registry does not hold (mirrors often hold only some), and `npm ci` then refuses the lock as out of step.
 */
export function findGaps(lock: Lock): readonly Gap[] {
  return Object.entries(lock.packages).flatMap(([wantedBy, locked]) =>
    Object.entries(locked.optionalDependencies ?? {})
      .filter(([name, range]) => !satisfies(lock.packages[resolve(lock, wantedBy, name) ?? '']?.version, range))
      .map(([name, range]) => ({ wantedBy, name, range })),
  );
}

/**
 * Adds an entry for every gap: the lowest version of the range, for the platform that the package's name tells.
 * Such an entry has no integrity hash, since nobody here could fetch the package.
 */
export function completeLock(lock: Lock): Lock {
  const packages: { [path: string]: LockedPackage } = { ...lock.packages };
  for (const { wantedBy, name, range } of findGaps(lock)) {
    const hoisted = `node_modules/${name}`;
    const path = hoisted in packages ? `${wantedBy}/${hoisted}` : hoisted;
    const { dev } = packages[wantedBy] ?? {};
    const { cpu, libc, os } = platformOf(name);
    packages[path] = {
      version: lowestVersion(range),
      ...(cpu && { cpu: [cpu] }),
      ...(dev && { dev }),
      ...(libc && { libc: [libc] }),
      optional: true,
      ...(os && { os: [os] }),
    };
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

/** Where Node.js would find `name` when the package at `from` asks for it: the nearest `node_modules` upwards. */
function resolve(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (path in lock.packages) return path;
    if (folder === '') return undefined;
  }
}

function lowestVersion(range: string): string {
  return range.replace(/^[\^~]/, '');
}

/** Coarse on purpose: `npm ci` judges exactly, this only has to tell one major line from another. */
function satisfies(version: string | undefined, range: string): boolean {
  if (version === undefined) return false;
  if (!/^[\^~]/.test(range)) return !/^\d/.test(range) || version === range;
  return version.split('.')[0] === lowestVersion(range).split('.')[0];
}

const systems = new Map([
  ['android', 'android'],
  ['darwin', 'darwin'],
  ['freebsd', 'freebsd'],
  ['linux', 'linux'],
  ['openharmony', 'openharmony'],
  ['win32', 'win32'],
  ['windows', 'win32'],
]);
const cLibraries = new Map([
  ['gnu', 'glibc'],
  ['musl', 'musl'],
]);

function platformOf(name: string): { readonly os?: string; readonly cpu?: string; readonly libc?: string } {
  const words = name.split(/[-/]/);
  const at = words.findIndex((word) => systems.has(word));
  const os = systems.get(words[at] ?? '');
  const cpu = words[at + 1];
  const libc = cLibraries.get(words[at + 2] ?? '');
  return { ...(os && { os }), ...(os && cpu && { cpu }), ...(libc && { libc }) };
}

function main(folder: string): void {
  const file = join(folder, 'package-lock.json');
  const lock: Lock = JSON.parse(readFileSync(file, 'utf8'));
  const gaps = findGaps(lock);
  if (gaps.length > 0) writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
  console.log(`${file}: ${gaps.length === 0 ? 'complete' : `added ${gaps.length} optional dependencies`}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv[2] ?? '.');
