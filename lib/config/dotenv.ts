import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { DriftlineError } from '../errors.ts';
import type { Variables } from './interpolate.ts';

/**
 * Adds what the file `.env` in a folder says to environment variables. Variables that are set already win, so that a
 * deployment's own settings are never overruled by a file that lies around. Without such a file nothing is added.
 *
 * @throws DriftlineError `dotenv-unreadable`
 */
export async function addDotenv(variables: Variables, folder: string): Promise<Variables> {
  const file = join(folder, '.env');
  try {
    return { ...parseEnv(await readFile(file, 'utf8')), ...variables };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return variables;
    // A folder of this name is the virtual environment of many Python projects.
    if (code === 'EISDIR') return variables;
    throw new DriftlineError('dotenv-unreadable', `${file} cannot be read: ${message}`, {
      remedy: 'Give the user who runs Driftline the right to read it, or take it away.',
      cause,
    });
  }
}
