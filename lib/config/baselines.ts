import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Baseline } from '../diff/baseline.ts';
import { parseBaseline } from '../diff/parse-baseline.ts';
import { DriftlineError } from '../errors.ts';
import type { Config, Environment } from './config.ts';

/**
 * Reads the baselines that a configuration names into its environments, so that whoever holds it needs no files. One that
 * is not there yet accepts nothing.
 *
 * @throws DriftlineError `invalid-baseline`, `baseline-unreadable`
 */
export async function withBaselines(config: Config): Promise<Config> {
  const environments: [string, Environment][] = [];
  for (const [name, environment] of Object.entries(config.environments)) {
    environments.push([name, await withBaseline(environment, config.baseDir)]);
  }
  return { ...config, environments: Object.fromEntries(environments) };
}

async function withBaseline(environment: Environment, baseDir: string): Promise<Environment> {
  if (environment.baseline === undefined) return environment;
  const { file } = environment.baseline;
  const baseline = await readBaseline(resolve(baseDir, file), file);
  if (baseline === undefined) return environment;
  const entries = Object.hasOwn(baseline.environments, environment.name)
    ? baseline.environments[environment.name]
    : undefined;
  return {
    ...environment,
    baseline: entries === undefined ? { file, entries: [], absent: 'environment' } : { file, entries },
  };
}

/**
 * Reads a baseline; undefined where there is none.
 *
 * @param shown how to name it in errors
 * @throws DriftlineError `invalid-baseline`, `baseline-unreadable`
 */
export async function readBaseline(path: string, shown: string): Promise<Baseline | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new DriftlineError('baseline-unreadable', `${shown} cannot be read: ${(cause as Error).message}`, {
      remedy: 'Check the path of `baseline` in the configuration and the rights of the file.',
      cause,
    });
  }
  return parseBaseline(text, shown);
}
