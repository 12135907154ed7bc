import { access, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { readFolder } from '../../migrations/read-folder.ts';
import { recogniseTool } from '../../migrations/recognise.ts';

/** What `driftline init` found in a folder. */
export interface Project {
  /** Files or folders of SQL migrations with the names of their expectations; paths are relative, with slashes. */
  readonly migrations: readonly { readonly name: string; readonly path: string; readonly drizzleJournal?: string }[];
  /** What people call the tool whose marks a place bears, by its path. */
  readonly tools: { readonly [path: string]: string };
  /** Where Alembic keeps revisions, which are Python: their SQL must be written out first. */
  readonly alembicFolder?: string;
  /** The environment variable that holds a connection URL, or should. */
  readonly urlVariable: string;
  /** Where editors find the JSON Schema, relative to the folder. */
  readonly schemaPath: string;
}

/** Where teams keep migrations, from their root. A folder of folders that hold SQL is a folder of expectations. */
const usualPlaces = [
  'migrations',
  'db/migrations',
  'db/migrate',
  'database/migrations',
  'sql/migrations',
  'src/migrations',
  'src/main/resources/db/migration',
  'src/main/resources/db/changelog',
  'db/changelog',
  'changelog',
  'prisma/migrations',
  'supabase/migrations',
  'drizzle',
  'src/db/migrations',
  'db/structure.sql',
  'db/schema.sql',
  'schema.sql',
] as const;

/** Looks for what a configuration can begin with. Reads names, the `.env` file, and nothing else. */
export async function findProject(folder: string): Promise<Project> {
  const found = await Promise.all(usualPlaces.map((place) => findMigrations(folder, place)));
  const alembicFolder = await findAlembic(folder);
  const sqitch = (await exists(join(folder, 'sqitch.plan'))) ? [{ name: 'main', path: '.' }] : [];
  const migrations = withUniqueNames(sqitch.length > 0 ? sqitch : found.flat());
  return {
    migrations,
    tools: await recogniseTools(folder, migrations),
    ...(alembicFolder === undefined ? {} : { alembicFolder }),
    urlVariable: await findUrlVariable(folder),
    schemaPath: await findSchema(folder),
  };
}

type Found = Project['migrations'][number];

async function findMigrations(folder: string, place: string): Promise<readonly Found[]> {
  if (place.endsWith('.sql')) return (await exists(join(folder, place))) ? [{ name: 'main', path: place }] : [];
  const children = await readdir(join(folder, place), { withFileTypes: true }).catch(() => []);
  if (children.length === 0) return [];
  const journal = `${place}/meta/_journal.json`;
  const drizzle = (await exists(join(folder, journal))) ? { drizzleJournal: journal } : {};
  if (children.some((child) => child.isFile() && isSql(child.name))) return [{ name: 'main', path: place, ...drizzle }];
  const folders = children
    .filter((child) => child.isDirectory() && !child.name.startsWith('.'))
    .map(({ name }) => name);
  const withSql: string[] = [];
  for (const name of folders.sort()) if (await holdsSql(join(folder, place, name))) withSql.push(name);
  if (withSql.length === 0) return [];
  // Prisma and Diesel give each migration a folder, named by its time or number: these together are one expectation.
  if (withSql.every((name) => /^\d/.test(name))) return [{ name: 'main', path: place, ...drizzle }];
  return Promise.all(
    withSql.map(async (name) => {
      const [found] = await findMigrations(folder, `${place}/${name}`);
      return { ...(found ?? { path: `${place}/${name}` }), path: `${place}/${name}`, name: asName(name) };
    }),
  );
}

async function holdsSql(folder: string): Promise<boolean> {
  const children = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return children.some((child) => child.isFile() && isSql(child.name));
}

function isSql(name: string): boolean {
  return /\.sql$/i.test(name) && !name.startsWith('.');
}

/** A folder's name as far as it can be the name of an expectation. */
function asName(text: string): string {
  return (
    text
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 60) || 'main'
  );
}

function withUniqueNames(found: readonly Found[]): readonly Found[] {
  const seen = new Map<string, number>();
  return found.map((one) => {
    const times = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, times);
    return times === 1 ? one : { ...one, name: `${one.name}-${times}` };
  });
}

async function recogniseTools(folder: string, found: readonly Found[]): Promise<Project['tools']> {
  const tools: { [path: string]: string } = {};
  for (const { path } of found) {
    const { name, title } = recogniseTool(await readFolder(join(folder, path), folder));
    if (name !== 'sql') tools[path] = title;
  }
  return tools;
}

async function findAlembic(folder: string): Promise<string | undefined> {
  for (const place of ['alembic/versions', 'migrations/versions', 'db/alembic/versions']) {
    const names = await readdir(join(folder, place)).catch(() => []);
    if (names.some((name) => name.endsWith('.py'))) return dirname(place);
  }
  return undefined;
}

async function findUrlVariable(folder: string): Promise<string> {
  const text = await readFile(join(folder, '.env'), 'utf8').catch(() => '');
  const names = Object.entries(parseEnv(text)).flatMap(([name, value]) =>
    /^postgres(ql)?(\+\w+)?:\/\//.test(value ?? '') && /^[A-Za-z_]\w*$/.test(name) ? [name] : [],
  );
  return names.find((name) => name === 'DATABASE_URL') ?? names[0] ?? 'DATABASE_URL';
}

/** The schema in this package where the folder can see it, else where an installation will put it. */
async function findSchema(folder: string): Promise<string> {
  const installed = 'node_modules/driftline/schema/driftline.schema.json';
  if (await exists(join(folder, installed))) return `./${installed}`;
  const own = relative(folder, fileURLToPath(import.meta.resolve('driftline/schema/driftline.schema.json')));
  const isNear = !own.startsWith('..') && basename(own) !== own;
  return isNear ? `./${own.replaceAll('\\', '/')}` : `./${installed}`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
