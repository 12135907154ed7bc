import { DriftlineError } from '../errors.ts';

/**
 * Writes a file that a person named.
 *
 * @throws DriftlineError `file-unwritable`
 */
export async function orUnwritable(file: string, writeIt: () => Promise<void>): Promise<void> {
  try {
    await writeIt();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new DriftlineError('file-unwritable', `${file} cannot be written: ${code}`, {
      remedy: 'Check that its folder exists and may be written to.',
      cause,
    });
  }
}
