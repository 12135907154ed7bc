import { dirname } from 'node:path';
import type { Config, Environment } from '../config/config.ts';
import { addDotenv } from '../config/dotenv.ts';
import { findConfig, loadConfig, warnOfCompileServers, warnOfLiteralPassword } from '../config/load.ts';
import { didYouMean } from '../config/nearest-name.ts';
import { DriftlineError } from '../errors.ts';
import { type Deps, realDeps } from '../run/deps.ts';
import type { CliIo } from './cli-io.ts';
import { printDiagnostics } from './print-error.ts';

/** A configuration, the environments of it that are asked for, and the world that they are to be found in. */
export interface OpenConfig {
  readonly config: Config;
  readonly environments: readonly Environment[];
  readonly deps: Deps;
}

/** What a command line says of it. */
export interface ConfigFlags {
  /** The file; absent: the nearest. */
  readonly config?: string;
  /** Names of environments; absent: all. */
  readonly env?: readonly string[];
}

/**
 * Finds and reads the configuration and the `.env` beside it. What is worth knowing about the environments that are
 * asked for is told on standard error.
 *
 * @throws DriftlineError as finding and reading do, `unknown-environment`
 */
export async function openConfig(flags: ConfigFlags, io: CliIo): Promise<OpenConfig> {
  const file = await findConfig(io.cwd, flags.config);
  const { config } = await loadConfig(file, io.cwd);
  const environments = pickEnvironments(config, flags.env);
  await printDiagnostics([...environments.flatMap(warnOfLiteralPassword), ...warnOfCompileServers(config)], io);
  return { config, environments, deps: realDeps(await addDotenv(io.env, dirname(file))) };
}

/**
 * The same where exactly one environment is asked for.
 *
 * @throws DriftlineError the same
 */
export async function openEnvironment(
  { config, env }: { readonly config?: string; readonly env: string },
  io: CliIo,
): Promise<OpenConfig & { readonly environment: Environment }> {
  const opened = await openConfig({ ...(config === undefined ? {} : { config }), env: [env] }, io);
  const [environment] = opened.environments;
  if (environment === undefined) throw new RangeError(`no environment ${env}`);
  return { ...opened, environment };
}

/** Each environment once, in the order of the configuration. The error names every one that is not there. */
function pickEnvironments(config: Config, names: readonly string[] | undefined): readonly Environment[] {
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
