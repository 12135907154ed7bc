import { createInterface } from 'node:readline/promises';
import { DriftlineError } from '../errors.ts';
import type { CliIo } from './cli-io.ts';

/**
 * Asks a person to agree, on standard error so that standard output keeps results alone. Anything but `y` or `yes`, and
 * the end of the input, is a no.
 *
 * @throws DriftlineError `confirmation-needed` when nobody can answer, `interrupted`
 */
export async function confirm(question: string, io: CliIo): Promise<boolean> {
  if (!io.stdin.isTTY) {
    throw new DriftlineError('confirmation-needed', 'This needs a yes, and standard input is no terminal', {
      remedy: 'Add --yes once you have read the plan.',
    });
  }
  const asking = createInterface({ input: io.stdin, output: io.stderr, terminal: true });
  try {
    const ended = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
    const answer = await Promise.race([asking.question(`${question} [y/N] `, { signal: io.signal }), ended]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (cause) {
    if (io.signal.aborted) throw new DriftlineError('interrupted', 'Interrupted; nothing was changed');
    throw cause;
  } finally {
    asking.close();
  }
}
