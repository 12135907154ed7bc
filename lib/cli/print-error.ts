import { z } from 'zod';
import type { Diagnostic } from '../diagnostic.ts';
import { DriftlineError } from '../errors.ts';
import { showOnLines } from '../report/sanitize.ts';
import type { CliIo } from './cli-io.ts';
import { styleFor, write } from './terminal.ts';

/** What standard output holds under `--format json` when there is no result to print. */
export const errorDocumentSchema = z
  .object({
    formatVersion: z.literal(1).meta({ description: 'Raised when the meaning of this document changes.' }),
    error: z
      .object({
        code: z.string().meta({ description: 'Stable name in kebab-case.' }),
        message: z.string().meta({ description: 'What happened, for people. Never holds a secret.' }),
        remedy: z.string().optional().meta({ description: 'What a person can do about it.' }),
      })
      .meta({ description: 'Why there is no result.' }),
  })
  .meta({ title: 'driftline error', description: 'What `--format json` prints when a command failed as a whole.' });

/** Tells why a command failed, on standard error; under `--format json` also as the one document of standard output. */
export async function printError(error: unknown, isJson: boolean, io: CliIo): Promise<void> {
  const { message, remedy } = describe(error);
  const style = styleFor(io.stderr, io.env);
  const lines = [
    `${style(['red', 'bold'], 'error')}: ${showOnLines(message).join('\n')}`,
    ...(remedy === undefined ? [] : [`${style('cyan', 'help')}: ${showOnLines(remedy).join('\n')}`]),
    ...(io.env.DRIFTLINE_DEBUG ? [style('dim', stacksOf(error))] : []),
  ];
  await write(io.stderr, `${lines.join('\n')}\n`);
  if (isJson) await printErrorDocument(error, io);
}

/** Prints the document that stands in the place of a result. */
export async function printErrorDocument(error: unknown, io: CliIo): Promise<void> {
  const { code, message, remedy } = describe(error);
  const document: z.infer<typeof errorDocumentSchema> = {
    formatVersion: 1,
    error: { code, message, ...(remedy === undefined ? {} : { remedy }) },
  };
  await write(io.stdout, `${JSON.stringify(document, null, 2)}\n`);
}

/** Tells of trouble that did not stop a command, on standard error. */
export async function printDiagnostics(diagnostics: readonly Diagnostic[], io: CliIo): Promise<void> {
  const style = styleFor(io.stderr, io.env);
  const heads = { error: style('red', 'error'), warning: style('yellow', 'warning'), info: style('dim', 'note') };
  const lines = diagnostics.flatMap(({ level, message, remedy }) => [
    `${heads[level]}: ${showOnLines(message).join('\n')}`,
    ...(remedy === undefined ? [] : [`  ${showOnLines(remedy).join('\n  ')}`]),
  ]);
  if (lines.length > 0) await write(io.stderr, `${lines.join('\n')}\n`);
}

function describe(error: unknown): { readonly code: string; readonly message: string; readonly remedy?: string } {
  if (error instanceof DriftlineError) {
    const { code, message, remedy } = error;
    return { code, message, ...(remedy === undefined ? {} : { remedy }) };
  }
  const { name = 'Error', message = String(error) } = error as { readonly name?: string; readonly message?: string };
  return {
    code: 'unforeseen',
    message: `Driftline failed in a way that it should not: ${name}: ${message}`,
    remedy: 'Please report it with what DRIFTLINE_DEBUG=1 prints.',
  };
}

/** Stacks alone: an error's other properties may hold a connection URL. */
function stacksOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = showOnLines(error.stack ?? error.message).join('\n');
  return error.cause === undefined ? own : `${own}\ncaused by ${stacksOf(error.cause)}`;
}
