import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Watched, watchFile } from '../../lambdas/check/settings.ts';
import { bundleFolder } from './bundle-folder.ts';

export interface StageOptions {
  readonly watched: Watched;
  /** Whether the embedded PostgreSQL comes along, which settles what is only another spelling. */
  readonly withArbiter: boolean;
}

/** What the arbiter runs texts in. */
const arbiterPackage = '@electric-sql/pglite';
const arbiterFiles = ['embedded-worker.', 'libpg-query.'];

/**
 * Puts the prebuilt function, the package of the arbiter, what it watches, and the certificates that this names
 * into a folder of its own. Equal input makes equal contents, so that nothing is deployed when nothing has changed.
 *
 * @returns the folder, for the caller to remove
 * @throws DriftlineError `bundle-missing`
 */
export function stageCode({ watched, withArbiter }: StageOptions): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'driftline-'));
  const isWanted = (path: string) => withArbiter || !arbiterFiles.some((file) => basename(path).startsWith(file));
  cpSync(bundleFolder('check'), folder, { recursive: true, filter: isWanted });
  if (withArbiter) copyPackage(arbiterPackage, folder);
  const environments = Object.entries(watched.environments).map(([name, { baseDir: _, ...environment }]) => {
    // A folder of the machine that deploys means nothing to a function.
    const { tls } = environment;
    if (tls?.caFile === undefined) return [name, environment];
    const caFile = join('certificates', `${name}.pem`);
    mkdirSync(join(folder, 'certificates'), { recursive: true });
    copyFileSync(tls.caFile, join(folder, caFile));
    return [name, { ...environment, tls: { ...tls, caFile } }];
  });
  const text = JSON.stringify({ ...watched, environments: Object.fromEntries(environments) });
  writeFileSync(join(folder, watchFile), text);
  return folder;
}

/** What the embedded PostgreSQL takes beside the heap. */
const arbiterMb = 450;

/**
 * Holds the heap of Node.js to a part of the function's memory. By itself it would let garbage lie until a limit of its
 * own that is higher than what the function has.
 */
export function nodeOptions(memorySizeMb: number, withArbiter: boolean): string {
  const heapMb = Math.max(100, memorySizeMb - (withArbiter ? arbiterMb : 0));
  const old = Math.round(heapMb * 0.7);
  return `--enable-source-maps --max-old-space-size=${old} --max-semi-space-size=${Math.ceil(heapMb * 0.05)}`;
}

/** What a package brings for CommonJS, compilers, debuggers and readers, nobody needs in a function. */
const needless = /\.(map|cjs|d\.ts|d\.cts|md)$/;

function copyPackage(name: string, folder: string): void {
  let source = dirname(fileURLToPath(import.meta.resolve(name)));
  while (!existsSync(join(source, 'package.json'))) source = dirname(source);
  cpSync(source, join(folder, 'node_modules', name), {
    recursive: true,
    dereference: true,
    filter: (path) => !needless.test(path) && (path === source || basename(path) !== 'node_modules'),
  });
}
