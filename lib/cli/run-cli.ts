import { CommanderError } from 'commander';
import { DriftlineError } from '../errors.ts';
import type { CliIo } from './cli-io.ts';
import { commandRunner } from './command-runner.ts';
import { exitCodes } from './exit-codes.ts';
import { printError, printErrorDocument } from './print-error.ts';
import { buildProgram } from './program.ts';
import { isClosedPipe } from './terminal.ts';

/**
 * Runs one command line and answers with its exit code. Never throws, never ends the process.
 *
 * @param argv the arguments after the program's own name
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  // For good, because a pipe may report that it is closed only after the last write has returned.
  for (const stream of [io.stdout, io.stderr]) stream.on('error', ignoreClosedPipe);
  try {
    return await parseAndRun(argv, io);
  } catch (error) {
    await printError(error, asksForJson(argv), io).catch(() => undefined);
    return exitCodes.failure;
  }
}

function ignoreClosedPipe(error: Error): void {
  if (!isClosedPipe(error)) throw error;
}

async function parseAndRun(argv: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = exitCodes.failure;
  const program = buildProgram(
    io,
    commandRunner(io, (code) => {
      exitCode = code;
    }),
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // The parser has told people already. Help and the version that were asked for are no errors.
    if (error.exitCode === 0) return exitCodes.inSync;
    if (asksForJson(argv)) await printErrorDocument(invalidArguments(error), io);
    return exitCodes.failure;
  }
}

function invalidArguments({ message }: CommanderError): DriftlineError {
  return new DriftlineError('invalid-arguments', message.replace(/^error: /, ''), {
    remedy: '`driftline help COMMAND` explains the options.',
  });
}

/** Looks at the arguments themselves, because they could not be parsed. */
function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (argument, i) => argument === '--format=json' || (argument === '--format' && argv[i + 1] === 'json'),
  );
}
