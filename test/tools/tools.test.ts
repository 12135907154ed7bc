import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileExpectation } from '../../lib/run/expectation.ts';
import { check } from '../acceptance/run/scene.ts';
import { createDatabase, majors, type TestDatabase } from '../support/databases.ts';

const tools = fileURLToPath(new URL('.', import.meta.url));

const topics = ['users', 'orders', 'invoices'] as const;
const sqlOf = (topic: string) => `create table ${topic} (id integer primary key, note text not null default '-');`;

/** How a tool that runs here makes a database, by its own hand. */
interface ToolAtWork {
  /** The folder of its migrations. */
  readonly migrations: string;
  /** Writes the migration of a topic. */
  readonly write: (topic: (typeof topics)[number], number: number, project: Project) => Promise<void>;
  /** Applies whatever is there. */
  readonly apply: (project: Project) => Promise<unknown>;
  /** What `head` says, where the folder does not say it. */
  readonly head?: (applied: number) => { readonly tool: string; readonly heads: readonly string[] };
}

interface Project {
  readonly path: string;
  readonly url: string;
  readonly put: (name: string, text: string) => Promise<void>;
  /** Runs a program of `node_modules/.bin` in the project. */
  readonly run: (name: string, ...args: readonly string[]) => Promise<string>;
}

const timeOf = (number: number) => `2024010${number}000000`;

const toolsAtWork: { readonly [tool: string]: ToolAtWork } = {
  drizzle: {
    migrations: 'drizzle',
    write: async (topic, number, { put, run, url }) => {
      const columns = `{ id: integer().primaryKey(), note: text().notNull().default('-') }`;
      const known = topics.slice(0, number).map((name) => `export const ${name} = pgTable('${name}', ${columns});`);
      await put('schema.ts', `import { integer, pgTable, text } from 'drizzle-orm/pg-core';\n${known.join('\n')}\n`);
      await put(
        'drizzle.config.ts',
        `export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle', dbCredentials: { url: '${url}' } };\n`,
      );
      await run('drizzle-kit', 'generate', '--name', topic);
    },
    apply: ({ run }) => run('drizzle-kit', 'migrate'),
  },
  'node-pg-migrate': {
    migrations: 'migrations',
    write: (topic, number, { put }) =>
      put(
        `migrations/170406720000${number}_${topic}.sql`,
        `-- Up Migration\n${sqlOf(topic)}\n-- Down Migration\ndrop table ${topic};\n`,
      ),
    apply: ({ run }) => run('node-pg-migrate', 'up', '-m', 'migrations'),
  },
  dbmate: {
    migrations: 'db/migrations',
    write: (topic, number, { put }) =>
      put(
        `db/migrations/${timeOf(number)}_${topic}.sql`,
        `-- migrate:up\n${sqlOf(topic)}\n\n-- migrate:down\ndrop table ${topic};\n`,
      ),
    apply: ({ run, url }) => run('dbmate', '--url', `${url}?sslmode=disable`, '--no-dump-schema', 'up'),
  },
  prisma: {
    migrations: 'prisma/migrations',
    write: async (topic, number, { put }) => {
      await put('prisma/schema.prisma', 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n');
      await put('prisma/migrations/migration_lock.toml', 'provider = "postgresql"\n');
      await put(`prisma/migrations/${timeOf(number)}_${topic}/migration.sql`, `-- CreateTable\n${sqlOf(topic)}\n`);
      await put('prisma.config.ts', prismaConfig);
    },
    apply: ({ run }) => run('prisma', 'migrate', 'deploy'),
  },
  knex: {
    migrations: 'sql',
    write: async (topic, number, { put }) => {
      const up = `exports.up = (k) => k.schema.raw(${JSON.stringify(sqlOf(topic))});`;
      await put(
        `knex/${timeOf(number)}_${topic}.cjs`,
        `${up}\nexports.down = (k) => k.schema.dropTable('${topic}');\n`,
      );
      // Knex's migrations are programs: what they do stands as SQL beside them.
      await put(`sql/${timeOf(number)}_${topic}.cjs.sql`, sqlOf(topic));
    },
    apply: ({ run, url, put }) =>
      put(
        'knexfile.cjs',
        `module.exports = { client: 'pg', connection: '${url}', migrations: { directory: 'knex', loadExtensions: ['.cjs'] } };\n`,
      ).then(() => run('knex', '--knexfile', 'knexfile.cjs', 'migrate:latest')),
    head: (applied) => ({ tool: 'knex', heads: [`${timeOf(applied)}_${topics[applied - 1]}.cjs`] }),
  },
};

/**
 * Runs the engine that the package carries as WebAssembly instead of the one that it would download. Its adapter cannot
 * read names, as the catalogs call their type, and gets them as texts.
 */
const prismaConfig = `
  import { PrismaPg } from '@prisma/adapter-pg';
  import pg from 'pg';
  import { defineConfig } from 'prisma/config';

  const [name, text] = [19, 25];
  class Client extends pg.Client {
    async query(...args) {
      const result = await super.query(...args);
      for (const field of result.fields ?? []) if (field.dataTypeID === name) field.dataTypeID = text;
      return result;
    }
  }
  class Pool extends pg.Pool {
    async query(...args) {
      const client = await this.connect();
      return client.query(...args).finally(() => client.release());
    }
  }
  export default defineConfig({
    experimental: { adapter: true },
    engine: 'js',
    adapter: async () => new PrismaPg(new Pool({ connectionString: process.env.DATABASE_URL, Client })),
  });`;

/** A file that is there is not looked for, nor downloaded. */
const prismaEngines = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_QUERY_ENGINE_LIBRARY: process.execPath };

async function createProject(url: string): Promise<Project & AsyncDisposable> {
  // Inside this package, where the tools' own modules are found.
  const path = await mkdtemp(join(tools, 'node_modules', '.project-'));
  return {
    path,
    url,
    put: async (name, text) => {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    },
    run: async (name, ...args) => {
      const env = { ...process.env, ...prismaEngines, CHECKPOINT_DISABLE: '1', DATABASE_URL: url, NO_COLOR: '1' };
      const { stdout } = await promisify(execFile)(join(tools, 'node_modules', '.bin', name), args, { cwd: path, env });
      return stdout;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

describe.for(Object.entries(toolsAtWork))('%s, run by itself', ([tool, { migrations, write, apply, head }]) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(majors.at(-1) ?? 18, '');
  });
  afterAll(() => database.drop());

  test('makes a database that is in sync, then behind, then in sync again', async () => {
    await using project = await createProject(database.url);
    const look = async (written: number) => {
      const config = { file: 'driftline.yaml', baseDir: project.path, expectations: {}, environments: {} };
      const expectation = {
        name: 'shop',
        engine: 'postgresql',
        migrations: [join(project.path, migrations)],
        values: [],
        ignore: [],
        unexpected: 'report',
        compileTimeoutMs: 60_000,
        ...(head === undefined ? {} : { head: head(written) }),
      } as const;
      return (await check({ database, expected: await compileExpectation(expectation, config) })).report;
    };

    await write('users', 1, project);
    await write('orders', 2, project);
    await apply(project);
    expect(await look(2)).toMatchObject({ outcome: 'inSync', drifts: [], diagnostics: [] });

    await write('invoices', 3, project);
    const behind = await look(3);
    expect(behind.drifts.map(({ id }) => id)).toEqual(['table:public.invoices', `migration-head:${tool}`]);
    expect(behind.drifts[1]?.hint).toMatch(
      /^Migration \S*invoices\S* was not applied; that accounts for the other drift\./,
    );

    await apply(project);
    expect(await look(3)).toMatchObject({ outcome: 'inSync', drifts: [], diagnostics: [] });
  });
});

test('an extension that an add-on package brings is compiled where the package is installed', async () => {
  const program = `
    const { readCatalog } = await import(${JSON.stringify(new URL('../../lib/index.ts', import.meta.url).href)});
    const { snapshot } = await readCatalog('vector.sql', ${JSON.stringify(join(tools, 'fixtures'))});
    console.log(Object.keys(snapshot.objects).filter((id) => /vector|items_/.test(id)).join(' '));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: tools,
  });
  expect(stdout.trim()).toBe('constraint:public.items.items_pkey extension:vector index:public.items_near');
});
