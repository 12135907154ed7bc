import { createInterface } from 'node:readline';
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
  const outcome = Promise.withResolvers<string>();
  const interrupt = () => {
    io.stderr.write('\n');
    outcome.reject(new DriftlineError('interrupted', 'Interrupted; nothing was changed'));
  };
  // A terminal that is being read hands Ctrl-C to the reader instead of raising a signal.
  asking.once('SIGINT', interrupt).once('close', () => outcome.resolve(''));
  io.signal.addEventListener('abort', interrupt, { once: true });
  try {
    asking.setPrompt(`${question} [y/N] `);
    asking.prompt();
    asking.once('line', outcome.resolve);
    return /^y(es)?$/i.test((await outcome.promise).trim());
  } finally {
    io.signal.removeEventListener('abort', interrupt);
    asking.close();
  }
}
