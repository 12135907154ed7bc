import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileSystem } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';
import { type Watched, watchFile } from '../../lambdas/check/settings.ts';
import { DriftlineError } from '../errors.ts';

/** A folder that holds a function's whole code. */
export interface StagedCode {
  readonly code: AssetCode;
  /** Removes the folder, once the function has been made of it. */
  readonly discard: () => void;
}

/** The bundle that `npm run build` made: beside the compiled files, or in `dist` for whoever runs the sources. */
function bundleFolder(): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const folder = [join(root, 'bundles', 'check'), join(root, 'dist', 'bundles', 'check')].find((it) => existsSync(it));
  if (folder !== undefined) return folder;
  throw new DriftlineError('bundle-missing', `the check function has not been built in ${root}`, {
    remedy: 'Run `npm run build`.',
  });
}

/**
 * Puts the prebuilt function, what it watches, and the certificates that this names into one folder. Equal input makes
 * an equal folder, so that nothing is deployed when nothing has changed.
 *
 * @throws DriftlineError `bundle-missing`
 */
export function stageCode(watched: Watched): StagedCode {
  const folder = FileSystem.mkdtemp('driftline-');
  cpSync(bundleFolder(), folder, { recursive: true });
  const environments = Object.entries(watched.environments).map(([name, environment]) => {
    const { tls } = environment;
    if (tls?.caFile === undefined) return [name, environment];
    const caFile = join('certificates', `${name}.pem`);
    mkdirSync(join(folder, 'certificates'), { recursive: true });
    copyFileSync(tls.caFile, join(folder, caFile));
    return [name, { ...environment, tls: { ...tls, caFile } }];
  });
  const text = JSON.stringify({ ...watched, environments: Object.fromEntries(environments) });
  writeFileSync(join(folder, watchFile), text);
  return { code: Code.fromAsset(folder), discard: () => rmSync(folder, { recursive: true }) };
}
