import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../diagnostic.ts';
import { DriftlineError } from '../errors.ts';
import { withBaselines } from './baselines.ts';
import type { Config, Environment } from './config.ts';
import { configFileNames } from './defaults.ts';
import { hasLiteralPassword } from './interpolate.ts';
import { readConfig } from './read-config.ts';
import { toConfig } from './to-config.ts';

/** A configuration, with what is worth knowing about it although it is sound. */
export interface LoadedConfig {
  readonly config: Config;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the configuration: the file that is asked for, else the nearest `driftline.yaml` or `driftline.yml` in a folder or
 * in one of those above it.
 *
 * @returns the file's absolute path
 * @throws DriftlineError `config-not-found`
 */
export async function findConfig(cwd: string, asked?: string): Promise<string> {
  if (asked !== undefined) {
    const file = resolve(cwd, asked);
    if (await isFile(file)) return file;
    throw new DriftlineError('config-not-found', `There is no configuration ${asked}`, {
      remedy: 'Check the path, or write one with `driftline init`.',
    });
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const name of configFileNames) {
      const file = join(folder, name);
      if (await isFile(file)) return file;
    }
    if (folder === dirname(folder)) break;
  }
  throw new DriftlineError('config-not-found', `There is no driftline.yaml in ${cwd} or a folder above it`, {
    remedy: 'Write one with `driftline init`, or name one with --config FILE.',
  });
}

/**
 * Reads a configuration and checks all of it. Variables and secrets are left as they stand: see `resolveConnection`.
 *
 * @param file its absolute path
 * @param cwd the folder from which the file is named in messages
 * @throws DriftlineError `config-not-found`, `config-unreadable`, `invalid-config`, `invalid-baseline`,
 * `baseline-unreadable`
 */
export async function loadConfig(file: string, cwd: string = process.cwd()): Promise<LoadedConfig> {
  const shownName = nameFrom(cwd, file);
  const { file: entries, placeOf } = readConfig(await readText(file, shownName), shownName);
  const config = await withBaselines(toConfig(entries, { file: shownName, baseDir: dirname(file), placeOf }));
  const environments = Object.values(config.environments).flatMap(warnOfLiteralPassword);
  return { config, diagnostics: [...environments, ...warnOfCompileServers(config)] };
}

/** Says so where an environment's password is written into the configuration, which others may read. */
export function warnOfLiteralPassword({
  name,
  connection,
}: Pick<Environment, 'name' | 'connection'>): readonly Diagnostic[] {
  if (connection.kind !== 'url' || !hasLiteralPassword(connection.template)) return [];
  return [
    {
      level: 'warning',
      code: 'literal-password',
      message: `${connection.at}: the password of ${name} is written into the configuration`,
      remedy: `Put it into an environment variable or the file .env and write \${NAME} here.`,
    },
  ];
}

/** The same of the servers that expectations are compiled on. */
export function warnOfCompileServers({ expectations }: Config): readonly Diagnostic[] {
  return Object.values(expectations).flatMap(({ name, compileOn }) =>
    compileOn === undefined ? [] : warnOfLiteralPassword({ name, connection: compileOn }),
  );
}

async function readText(file: string, shownName: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (cause) {
    if (cause instanceof TypeError) {
      throw new DriftlineError('config-unreadable', `${shownName} is not UTF-8 text`, {
        remedy: 'Save it as UTF-8.',
        cause,
      });
    }
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new DriftlineError(
      isAbsent ? 'config-not-found' : 'config-unreadable',
      isAbsent ? `There is no configuration ${shownName}` : `${shownName} cannot be read: ${(cause as Error).message}`,
      { remedy: 'Check the path and the rights of the file.', cause },
    );
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => !stats.isDirectory(),
    () => false,
  );
}

/** The shorter of the two ways to name a file: from where people stand, or in full. */
function nameFrom(cwd: string, file: string): string {
  const near = relative(cwd, file);
  return near.startsWith(`..${sep}..${sep}..`) ? file : near;
}
