import { DriftlineError } from '../errors.ts';

/** Where a migration is wrong: `V1_init.sql:3`. Lines count from 1; 0 stands for the file as a whole. */
export interface Place {
  readonly path: string;
  readonly line: number;
}

/** The error for a folder that its own tool would not take either, or that cannot be read without running code. */
export function invalidMigration({ path, line }: Place, message: string, remedy: string): DriftlineError {
  const place = line === 0 ? path : `${path}:${line}`;
  return new DriftlineError('invalid-migration', `${place}: ${message}`, { remedy });
}

/**
 * Refuses what the tool would have replaced before it ran the SQL: nobody but the tool knows the values.
 *
 * @param remedy what to do, when not to fill them in
 * @throws DriftlineError `invalid-migration`
 */
export function refusePlaceholders(
  { path, text }: { readonly path: string; readonly text: string },
  tool: string,
  remedy = `Write the value into the file, or put the SQL as ${tool} runs it into a folder of its own for Driftline.`,
): void {
  const match = /\$\{[A-Za-z_][\w:.-]*\}/.exec(text);
  if (match === null) return;
  throw invalidMigration(
    { path, line: lineOf(text, match.index) },
    `${match[0]} is a placeholder, whose value only ${tool} knows`,
    remedy,
  );
}

/** The number of the line that an index is on, from 1. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
