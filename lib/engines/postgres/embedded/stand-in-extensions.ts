import type { PGlite } from '@electric-sql/pglite';
import type { Diagnostic } from '../../../diagnostic.ts';

const folder = `/pglite/share/postgresql/extension`;

/**
 * Lets CREATE EXTENSION succeed, with nothing in them, for extensions that cannot be embedded but are known to exist
 * because a real database has them. What uses their types or functions still fails.
 *
 * @param names as in CREATE EXTENSION
 */
export async function standInForExtensions(database: PGlite, names: readonly string[]): Promise<readonly Diagnostic[]> {
  const { rows } = await database.query<{ name: string }>('select name from pg_catalog.pg_available_extensions');
  const available = new Set(rows.map(({ name }) => name));
  const missing = [...new Set(names)].filter((name) => !available.has(name) && /^[\w-]+$/.test(name));
  for (const name of missing) {
    database.Module.FS.writeFile(`${folder}/${name}.control`, "default_version = '0'\n");
    database.Module.FS.writeFile(`${folder}/${name}--0.sql`, '');
  }
  if (missing.length === 0) return [];
  return [
    {
      level: 'info',
      code: 'extensions-stood-in',
      message: `Extensions of the base snapshot that cannot be embedded were taken to exist, without their types and functions: ${missing.join(', ')}.`,
    },
  ];
}
