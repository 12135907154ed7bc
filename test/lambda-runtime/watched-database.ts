import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { giveToServer, startServer } from '../../demo/embedded-postgres.ts';
import { temporaryFolder } from '../../demo/postgres-binaries.ts';
import type { Environment } from '../../lib/config/config.ts';
import { engineNamed } from '../../lib/engines/engines.ts';
import type { CompiledExpectation } from '../../lib/run/expectation.ts';

const certificates = fileURLToPath(new URL('../support/tls/', import.meta.url));

/** A private authority, which signed the server's certificate. */
export const authority = join(certificates, 'ca.pem');

/** What a database of the expectation holds. */
export const migrations = `
  create table content_plans (id integer primary key, status text not null check (status in ('draft', 'active')));
  create table looks (id integer primary key, made timestamp default (now() at time zone 'utc'));
`;

export interface WatchedServer {
  readonly port: number;
  /** The password of the one role that may come in, by TLS only. */
  readonly password: string;
  readonly setPassword: (password: string) => Promise<void>;
  /** Makes a database that the migrations have run in, and then this. */
  readonly makeDatabase: (name: string, drift?: string) => Promise<void>;
  readonly expectation: CompiledExpectation;
  readonly stop: () => Promise<void>;
}

/** Starts a PostgreSQL server that takes TLS and passwords only from the role `watcher`. */
export async function startWatchedServer(major = 18): Promise<WatchedServer> {
  const files = await mkdtemp(join(await temporaryFolder(), 'driftline-tls-'));
  for (const name of ['server.pem', 'server.key']) {
    await copyFile(join(certificates, name), join(files, name));
    await giveToServer(join(files, name));
  }
  await giveToServer(files);
  const server = await startServer({
    major,
    settings: { ssl: 'on', ssl_cert_file: join(files, 'server.pem'), ssl_key_file: join(files, 'server.key') },
    hba: ['hostssl all watcher 127.0.0.1/32 scram-sha-256', 'hostnossl all watcher 127.0.0.1/32 reject'],
  });
  const run = async (database: string, sql: string) => {
    const client = new pg.Client({ connectionString: server.url(database) });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const password = 'hunter2-with-ünïcode@/:';
  const setPassword = (to: string) =>
    run('postgres', `set password_encryption = 'scram-sha-256'; alter role watcher password '${to}'`);
  await run('postgres', 'create role watcher login');
  await setPassword(password);
  const makeDatabase = async (name: string, drift = '') => {
    await run('postgres', `create database "${name}"`);
    await run(name, `${migrations}; grant select on all tables in schema public to watcher; ${drift}`);
  };
  await makeDatabase('promised');
  return {
    port: server.port,
    password,
    setPassword,
    makeDatabase,
    expectation: await expectationOf(server.url('promised')),
    stop: async () => {
      await server.stop();
      await rm(files, { recursive: true, force: true });
    },
  };
}

async function expectationOf(url: string): Promise<CompiledExpectation> {
  const limits = { connectTimeoutMs: 10_000, lockTimeoutMs: 2_000, statementTimeoutMs: 30_000 };
  const session = await engineNamed('postgresql').connect({ url }, { ...limits, applicationName: 'driftline test' });
  const { snapshot } = await session.introspect();
  await session.close();
  return {
    name: 'content',
    engine: 'postgresql',
    snapshot,
    rules: { ignore: [], unexpected: 'ignore' },
    values: [
      {
        column: 'column:public.content_plans.status',
        accept: ['draft', 'active'],
        redact: false,
        severity: 'high',
        maxDistinct: 1000,
        budgetMs: 10_000,
      },
    ],
    diagnostics: [],
  };
}

/** An environment whose secret is called after it, verified by the private authority. */
export function environment(name: string, but: Partial<Environment> = {}): Environment {
  return {
    name,
    expectation: 'content',
    connection: { kind: 'secret', secretId: name, at: 'driftline.yaml:9:13' },
    tls: { mode: 'verify', caFile: authority },
    repair: 'plan',
    connectTimeoutMs: 3_000,
    lockTimeoutMs: 2_000,
    settleMs: 0,
    statementTimeoutMs: 30_000,
    ...but,
  };
}

/** A secret as RDS writes it. */
export function rdsSecret(server: WatchedServer, database: string, password = server.password): string {
  const { port } = server;
  return JSON.stringify({
    engine: 'postgres',
    host: 'localhost',
    port,
    username: 'watcher',
    password,
    dbname: database,
  });
}
