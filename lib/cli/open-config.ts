import { dirname } from 'node:path';
import type { Config, Environment } from '../config/config.ts';
import { addDotenv } from '../config/dotenv.ts';
import { findConfig, loadConfig } from '../config/load.ts';
import { didYouMean } from '../config/nearest-name.ts';
import { DriftlineError } from '../errors.ts';
import { type Deps, realDeps } from '../run/deps.ts';
import type { CliIo } from './cli-io.ts';
import { printDiagnostics } from './print-error.ts';

/** A configuration and the world that its environments are to be found in. */
export interface OpenConfig {
  readonly config: Config;
  readonly deps: Deps;
}

/**
 * Finds and reads the configuration and the `.env` beside it. What is worth knowing about them is told on standard error.
 *
 * @param asked what `--config` says
 * @throws DriftlineError as finding and reading do
 */
export async function openConfig(asked: string | undefined, io: CliIo): Promise<OpenConfig> {
  const file = await findConfig(io.cwd, asked);
  const { config, diagnostics } = await loadConfig(file, io.cwd);
  await printDiagnostics(diagnostics, io);
  return { config, deps: realDeps(await addDotenv(io.env, dirname(file))) };
}

/**
 * The environments that are asked for by name, each once, in the order of the configuration; all when none is.
 *
 * @throws DriftlineError `unknown-environment`, naming every one that is not there
 */
export function pickEnvironments(config: Config, names: readonly string[] | undefined): readonly Environment[] {
  const known = Object.keys(config.environments);
  if (names === undefined) return Object.values(config.environments);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return Object.values(config.environments).filter(({ name }) => names.includes(name));
  throw new DriftlineError(
    'unknown-environment',
    unknown.map((name) => `${config.file} has no environment "${name}"; ${didYouMean(name, known)}`).join('\n'),
    { remedy: `Environments: ${known.join(', ')}.` },
  );
}

/**
 * The one environment of a name.
 *
 * @throws DriftlineError `unknown-environment`
 */
export function pickEnvironment(config: Config, name: string): Environment {
  const [environment] = pickEnvironments(config, [name]);
  if (environment === undefined) throw new RangeError(`no environment ${name}`);
  return environment;
}
