import type { PGlite } from '@electric-sql/pglite';
import type { Diagnostic } from '../../../diagnostic.ts';
import { quoteIdentifier } from '../quote.ts';

const folder = `/pglite/share/postgresql/extension`;

/**
 * Whether an extension brings a foreign-data wrapper and is of use without its code: servers and foreign tables can be
 * described on top of it, though nobody can read them.
 */
export function bringsWrapper(name: string): boolean {
  return name === 'dblink' || name.endsWith('_fdw');
}

/** `dblink` calls its wrapper so; every other is called as its extension. */
function wrapperOf(name: string): string {
  return name === 'dblink' ? 'dblink_fdw' : name;
}

/**
 * Lets CREATE EXTENSION succeed, with nothing in them but a foreign-data wrapper where they have one, for extensions that
 * cannot be embedded but are known to exist. What uses their types or functions still fails.
 *
 * @param names as in CREATE EXTENSION
 */
export async function standInForExtensions(database: PGlite, names: readonly string[]): Promise<readonly Diagnostic[]> {
  const { rows } = await database.query<{ name: string }>('select name from pg_catalog.pg_available_extensions');
  const available = new Set(rows.map(({ name }) => name));
  const missing = [...new Set(names)].filter((name) => !available.has(name) && /^[\w-]+$/.test(name));
  for (const name of missing) {
    database.Module.FS.writeFile(`${folder}/${name}.control`, "default_version = '0'\n");
    database.Module.FS.writeFile(`${folder}/${name}--0.sql`, scriptOf(name));
  }
  if (missing.length === 0) return [];
  return [
    {
      level: 'info',
      code: 'extensions-stood-in',
      message: `Extensions that cannot be embedded were taken to exist, without their types and functions: ${missing.join(', ')}.`,
    },
  ];
}

function scriptOf(name: string): string {
  return bringsWrapper(name) ? `create foreign data wrapper ${quoteIdentifier(wrapperOf(name))};\n` : '';
}
