import type { SourceFile } from '../../engine.ts';
import { FailedFile, type ParsedFile } from './run-files.ts';
import { splitStatements } from './split-statements.ts';
import { UnreadableSql } from './unreadable-sql.ts';

/** How the SQL that makes a base is called in errors. */
export const baseName = 'the base snapshot';

/** The SQL that makes a base, as a file. */
export function baseFile(statements: readonly string[]): SourceFile {
  return { path: baseName, text: statements.map((sql) => `${sql};\n`).join('') };
}

/** Splits files into statements, as {@link parseFile} does. */
export async function parseFiles(files: readonly SourceFile[]): Promise<ParsedFile[]> {
  const parsed: ParsedFile[] = [];
  for (const file of files) parsed.push(await parseFile(file));
  return parsed;
}

/**
 * Splits a file into its statements.
 *
 * @throws FailedFile where that cannot be done
 */
export async function parseFile({ path, text }: SourceFile): Promise<ParsedFile> {
  try {
    return { path, text, statements: await splitStatements(text) };
  } catch (error) {
    if (!(error instanceof UnreadableSql)) throw error;
    const { at, message, remedy } = error;
    throw new FailedFile({ path, text, at, message, ...(remedy === undefined ? { sqlstate: '42601' } : { remedy }) });
  }
}
