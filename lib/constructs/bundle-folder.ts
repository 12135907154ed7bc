import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DriftlineError } from '../errors.ts';

/**
 * The folder of a function's bundle that `npm run build` made: beside the compiled files, or in `dist` for whoever runs
 * the sources.
 *
 * @throws DriftlineError `bundle-missing`
 */
export function bundleFolder(name: string): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = [join(root, 'bundles', name), join(root, 'dist', 'bundles', name)].find((it) => existsSync(it));
  if (folder !== undefined) return folder;
  throw new DriftlineError('bundle-missing', `the ${name} function has not been built in ${root}`, {
    remedy: 'Run `npm run build`.',
  });
}
