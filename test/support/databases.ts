import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { passwordGroup } from './global-servers.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A database of its own for one test or one file of tests. */
export interface TestDatabase {
  readonly major: number;
  readonly name: string;
  /** As the superuser. */
  readonly url: string;
  /** The same database as another role, trusted or with a password as the role was made. */
  readonly urlOf: (role: TestRole) => string;
  /** Runs one statement, or several without parameters, as the superuser; answers with the last one's rows. */
  readonly sql: (text: string, params?: readonly unknown[]) => Promise<readonly Row[]>;
  /** Ends every connection to it and removes it. */
  readonly drop: () => Promise<void>;
}

/** A role of its own, which belongs to the whole server. */
export interface TestRole {
  readonly name: string;
  readonly password?: string;
}

const ports = inject('postgresPorts');

/** The majors that this run tests on, for `describe.for(majors)('PostgreSQL %i', (major) => ...)`. */
export const majors: readonly number[] = Object.keys(ports).map(Number);

/** A URL on the test server of a major. */
export function serverUrl(major: number, database = 'postgres', user = 'postgres', password?: string): string {
  const port = ports[major];
  if (port === undefined) throw new RangeError(`PostgreSQL ${major} is not among the tested majors`);
  const credentials = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':');
  return `postgresql://${credentials}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

function uniqueName(): string {
  return `t_${randomBytes(6).toString('hex')}`;
}

/** Runs statements one after the other on a connection of their own. */
async function runOn(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Makes an empty database on the server of a major and runs `sql` in it. Statements of one text run in one
 * transaction, as PostgreSQL does with any such text; give what cannot, such as CREATE INDEX CONCURRENTLY, to
 * {@link TestDatabase.sql} by itself.
 */
export async function createDatabase(major: number, sql?: string): Promise<TestDatabase> {
  const name = uniqueName();
  const url = serverUrl(major, name);
  await runOn(serverUrl(major), `create database ${name}`);
  let client: Promise<pg.Client> | undefined;
  const database: TestDatabase = {
    major,
    name,
    url,
    urlOf: (role) => serverUrl(major, name, role.name, role.password),
    sql: async (text, params) => {
      client ??= connect(url);
      const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await (await client).query(
        text,
        params === undefined ? undefined : [...params],
      );
      return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
    },
    drop: async () => {
      await (await client)?.end();
      await runOn(serverUrl(major), `drop database if exists ${name} with (force)`);
    },
  };
  if (sql !== undefined) await database.sql(sql);
  return database;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A test may end its own connections; the next statement says so, and that is enough.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/**
 * Makes a role that can log in and nothing else. With a password it must give it; without, it is trusted.
 *
 * @param attributes further words for CREATE ROLE: `superuser`, `connection limit 1`
 */
export async function createRole(
  major: number,
  options: { readonly password?: string; readonly attributes?: string } = {},
): Promise<TestRole> {
  const name = uniqueName();
  const { password, attributes = '' } = options;
  if (password === undefined) {
    await runOn(serverUrl(major), `create role ${name} login ${attributes}`);
    return { name };
  }
  await runOn(
    serverUrl(major),
    `do $$ begin create role ${passwordGroup}; exception when duplicate_object or unique_violation then null; end $$`,
    // PostgreSQL 13 would store an MD5 hash by default, which the SCRAM rule of this server refuses.
    `set password_encryption = 'scram-sha-256'`,
    `create role ${name} login ${attributes} password ${pg.escapeLiteral(password)} in role ${passwordGroup}`,
  );
  return { name, password };
}
