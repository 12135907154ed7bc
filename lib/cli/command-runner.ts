import { DriftlineError } from '../errors.ts';
import type { CliIo } from './cli-io.ts';
import { exitCodes } from './exit-codes.ts';
import { printError } from './print-error.ts';

interface RunOptions {
  /** Standard output is one JSON document, whatever happens. @default false */
  readonly isJson?: boolean;
  /** Comes to its end by itself after Ctrl-C, because leaving it could leave a repair half done. */
  readonly finishes?: boolean;
}

/** Runs what a command does. The body answers with the exit code; what it throws is told. */
export type CommandRunner = (body: (io: CliIo) => Promise<number>, options: RunOptions) => Promise<void>;

/** Makes the runner of one command line; `end` learns the exit code. */
export function commandRunner(io: CliIo, end: (exitCode: number) => void): CommandRunner {
  return async (body, { isJson = false, finishes = false }) => {
    try {
      const exitCode = await (finishes ? body(io) : untilInterrupted(body(io), io.signal));
      end(io.signal.aborted ? exitCodes.interrupted : exitCode);
    } catch (error) {
      const told =
        io.signal.aborted && !isInterruption(error) ? new DriftlineError('interrupted', 'Interrupted') : error;
      await printError(told, isJson, io);
      end(isInterruption(told) ? exitCodes.interrupted : exitCodes.failure);
    }
  };
}

function isInterruption(error: unknown): boolean {
  return error instanceof DriftlineError && error.code === 'interrupted';
}

async function untilInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const interrupted = Promise.withResolvers<never>();
  const onAbort = () => interrupted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, interrupted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
