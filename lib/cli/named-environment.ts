import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defaults } from '../config/defaults.ts';
import { DriftlineError } from '../errors.ts';
import type { ReadSource } from '../run/read-source.ts';
import type { CliIo } from './cli-io.ts';
import { openEnvironment } from './open-config.ts';

/**
 * What an environment holds that the command line names; undefined where no environment of the configuration is called
 * so, or there is no configuration.
 *
 * @param config the configuration that the command line asks for
 * @throws DriftlineError `ambiguous-source` where a file or folder bears the same name, and as connecting and
 * introspecting do
 */
export async function readNamedEnvironment(
  text: string,
  config: string | undefined,
  io: CliIo,
): Promise<ReadSource | undefined> {
  const opened = await findEnvironment(text, config, io);
  if (opened === undefined) return undefined;
  if (await isThere(resolve(io.cwd, text))) {
    throw new DriftlineError(
      'ambiguous-source',
      `${text} is an environment of ${opened.config.file} and a file as well`,
      {
        remedy: `Write ./${text} for the file; rename one of them to compare the environment.`,
      },
    );
  }
  const { environment, deps } = opened;
  const { engineNamed } = await import('../engines/engines.ts');
  const { readEnvironment } = await import('../run/read-environment.ts');
  const engine = engineNamed(opened.config.expectations[environment.expectation]?.engine ?? defaults.engine);
  return readEnvironment(environment, engine, 'driftline diff', deps);
}

async function findEnvironment(env: string, config: string | undefined, io: CliIo) {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(env)) return undefined;
  try {
    return await openEnvironment({ env, ...(config === undefined ? {} : { config }) }, io);
  } catch (error) {
    if (error instanceof DriftlineError && error.code === 'unknown-environment') return undefined;
    if (config === undefined && error instanceof DriftlineError && error.code === 'config-not-found') return undefined;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
