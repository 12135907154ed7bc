import { DriftlineError } from '../errors.ts';
import type { MigrationFolder, MigrationReader } from './migration.ts';
import { migrationReaders } from './readers/all-readers.ts';

/**
 * The reader of the tool whose marks a folder bears; plain SQL where it bears none.
 *
 * @throws DriftlineError `ambiguous-migrations` naming the tools, where it bears the marks of several
 */
export function recogniseTool(folder: MigrationFolder): MigrationReader {
  const readers = Object.values(migrationReaders);
  const marked = readers.filter(({ recognises }) => recognises(folder));
  const found = marked.length > 0 ? marked : readers.filter(({ suits }) => suits?.(folder));
  const [first, second] = found;
  if (first === undefined) return migrationReaders.sql;
  if (second === undefined) return first;
  const names = found.map(({ name }) => name);
  throw new DriftlineError(
    'ambiguous-migrations',
    `${folder.path} bears the marks of ${found.map(({ title }) => title).join(' and ')}`,
    {
      remedy: `Say which it is in the configuration, beside \`migrations\`: ${names.map((name) => `\`tool: ${name}\``).join(' or ')}.`,
    },
  );
}
