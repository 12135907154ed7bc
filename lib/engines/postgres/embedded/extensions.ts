import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Extension, Extensions } from '@electric-sql/pglite';

/** The modules of PGlite that each carry one contrib extension (`moddatetime` carries all of `spi`). */
const contribModules = [
  'amcheck',
  'bloom',
  'btree_gin',
  'btree_gist',
  'citext',
  'cube',
  'dict_int',
  'dict_xsyn',
  'earthdistance',
  'file_fdw',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'lo',
  'ltree',
  'moddatetime',
  'pageinspect',
  'pg_buffercache',
  'pg_freespacemap',
  'pg_stat_statements',
  'pg_surgery',
  'pg_trgm',
  'pg_visibility',
  'pg_walinspect',
  'pgcrypto',
  'seg',
  'tablefunc',
  'tcn',
  'tsm_system_rows',
  'tsm_system_time',
  'unaccent',
  'uuid_ossp',
] as const;

/** Packages that bring further extensions into PGlite, by the extension's name. */
export const addOnPackages: { readonly [extension: string]: string } = {
  age: '@electric-sql/pglite-age',
  pg_hashids: '@electric-sql/pglite-pg_hashids',
  pg_uuidv7: '@electric-sql/pglite-pg_uuidv7',
  pgtap: '@electric-sql/pglite-pgtap',
  postgis: '@electric-sql/pglite-postgis',
  postgis_raster: '@electric-sql/pglite-postgis',
  postgis_tiger_geocoder: '@electric-sql/pglite-postgis',
  postgis_topology: '@electric-sql/pglite-postgis',
  vector: '@electric-sql/pglite-pgvector',
};

/**
 * Loads every extension that ships with PGlite, and those of the wanted ones that an installed add-on package brings.
 * Handing over what is never created costs nothing measurable, and SQL may create extensions where nobody can foresee
 * it. Add-ons are loaded only when wanted, since one that was built for another PGlite can break it.
 *
 * @param wanted names as in CREATE EXTENSION
 */
export async function loadExtensions(wanted: readonly string[]): Promise<Extensions> {
  const contrib = contribModules.map(async (name) => {
    const module: unknown = await import(`@electric-sql/pglite/contrib/${name}`);
    return [name, pickExtension(module)] as const;
  });
  const packages = new Set(wanted.flatMap((name) => addOnPackages[name] ?? []));
  const addOns = [...packages].map(async (name) => [name, pickExtension(await importIfInstalled(name))] as const);
  const loaded = await Promise.all([...contrib, ...addOns]);
  return Object.fromEntries(loaded.flatMap(([name, extension]) => (extension ? [[name, extension]] : [])));
}

/** A package beside Driftline, or one that the project which uses Driftline installed. */
async function importIfInstalled(name: string): Promise<unknown> {
  const project = createRequire(join(process.cwd(), 'package.json'));
  const attempts = [() => import(name), () => import(pathToFileURL(project.resolve(name)).href)];
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch {
      // The other place is tried next; CREATE EXTENSION says what to install.
    }
  }
  return undefined;
}

function pickExtension(module: unknown): Extension | undefined {
  if (typeof module !== 'object' || module === null) return undefined;
  return Object.values(module).find(isExtension) ?? ('default' in module ? pickExtension(module.default) : undefined);
}

function isExtension(value: unknown): value is Extension {
  return typeof value === 'object' && value !== null && 'name' in value && 'setup' in value;
}
