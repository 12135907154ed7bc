import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedServer, freePort, giveToServer, startServer } from '../../../demo/embedded-postgres.ts';
import { temporaryFolder } from '../../../demo/postgres-binaries.ts';
import type { ConnectionSource } from '../../../lib/engines/engine.ts';
import { connect } from '../../../lib/engines/postgres/connect.ts';
import { DriftlineError } from '../../../lib/errors.ts';
import { createDatabase, createRole, majors, serverUrl, type TestDatabase } from '../../support/databases.ts';
import { startStandby } from '../../support/standby.ts';

const options = {
  connectTimeoutMs: 10_000,
  lockTimeoutMs: 1000,
  statementTimeoutMs: 10_000,
  applicationName: 'driftline test',
};

/** What connecting failed with, once it is sure that nobody can read the password in it. */
async function failureOf(source: ConnectionSource, connectTimeoutMs = 10_000): Promise<DriftlineError> {
  const error: unknown = await connect(source, { ...options, connectTimeoutMs }).then(
    async (connection) => {
      await connection.close();
      throw new Error('the connection was made');
    },
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DriftlineError);
  const { message, remedy } = error as DriftlineError;
  expect(remedy).toBeTruthy();
  expect(`${message} ${remedy} ${JSON.stringify(error)}`).not.toContain('hunter2');
  return error as DriftlineError;
}

describe.for(majors)('PostgreSQL %i', (major) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(major, 'create table seen (id int); create table "not Seen" (id int)');
  });
  afterAll(() => database.drop());

  test('a connection tells what the server is and what our role may do there', async () => {
    const role = await createRole(major, { password: 'p@ss/w:rd#?%' });
    await database.sql(`grant select on seen to ${role.name}`);
    const connection = await connect({ url: database.urlOf(role) }, options);
    expect(connection.server).toMatchObject({
      major,
      version: expect.stringMatching(new RegExp(`^${major}\\.\\d+$`)),
      database: database.name,
      user: role.name,
      address: new URL(database.url).host,
      encrypted: false,
      isReadOnly: false,
      rights: [
        'may not create schemas',
        'may read 1 of 2 tables, not public."not Seen"',
        'owns 0 of 2 tables, and only an owner can alter a table',
        'does not see what other sessions run (`grant pg_read_all_stats` lets it)',
      ],
    });
    await connection.close();
    await database.sql(`drop owned by ${role.name}`);
  });

  test('a superuser and a role whose rows are hidden are told so', async () => {
    await database.sql('create table secured (id int); alter table secured enable row level security');
    const role = await createRole(major);
    await database.sql(`grant select on secured to ${role.name}`);
    const root = await connect({ url: database.url }, options);
    const limited = await connect({ url: database.urlOf(role) }, options);
    expect(root.server.rights[0]).toBe('is a superuser');
    expect(limited.server.rights).toContain('row security hides rows of 1 tables: public.secured');
    await Promise.all([root.close(), limited.close()]);
    await database.sql(`drop table secured; drop owned by ${role.name}`);
  });

  test('a database whose transactions are read only by default is read only', async () => {
    const other = await createDatabase(major);
    await other.sql(`alter database ${other.name} set default_transaction_read_only = on`);
    const connection = await connect({ url: other.url }, options);
    expect(connection.server.isReadOnly).toBe(true);
    expect(connection.server.rights).toContain('transactions are read only by default');
    await connection.close();
    await other.drop();
  });

  test('the spellings of one URL lead to one database', async () => {
    const rest = database.url.slice(database.url.indexOf('://'));
    for (const scheme of ['postgres', 'postgresql', 'postgresql+asyncpg', 'postgresql+psycopg2']) {
      const connection = await connect(
        { url: `${scheme}${rest}?application_name=mine&options=-csearch_path%3Dx` },
        options,
      );
      const [result] = await connection.query(
        `select current_database() as name, current_setting('application_name') as app, current_setting('search_path') as path`,
      );
      expect(result?.rows).toEqual([{ name: database.name, app: 'mine', path: '"$user", public' }]);
      await connection.close();
    }
  });

  test('several statements give one result each, in values that JSON can hold', async () => {
    const connection = await connect({ url: database.url }, options);
    const results = await connection.query(`
      select 1 as int, 2::bigint as bigint, true as bool, 'x' as text, null as nothing, '{"a": [1]}'::json as json;
      begin;
      select 'NaN'::float8 as nan, 1.5::float8 as float, date '2026-01-02' as date, '\\x00'::bytea as bytes;
      rollback`);
    expect(results.map((result) => result.rows)).toEqual([
      [{ int: 1, bigint: '2', bool: true, text: 'x', nothing: null, json: { a: [1] } }],
      [],
      [{ nan: 'NaN', float: 1.5, date: '2026-01-02', bytes: '\\x00' }],
      [],
    ]);
    await connection.close();
  });

  test('rows are told one by one besides being answered with, and who fails on one is told so', async () => {
    const connection = await connect({ url: database.url }, options);
    const told: unknown[] = [];
    const sql = 'select 1 as one; select n from generate_series(2, 3) n';
    const results = await connection.query(sql, { onRow: (row) => told.push(row) });
    expect(told).toEqual([{ one: 1 }, { n: 2 }, { n: 3 }]);
    expect(results.flatMap(({ rows }) => rows)).toEqual(told);
    const failing = () => {
      throw new RangeError('enough');
    };
    await expect(connection.query('select 1', { onRow: failing })).rejects.toThrow('enough');
    await connection.close();
  });

  test('a wrong password is named as such', async () => {
    const role = await createRole(major, { password: 'right' });
    const error = await failureOf({ url: database.urlOf({ ...role, password: 'hunter2' }) });
    expect(error.code).toBe('authentication-failed');
    expect(error.message).toContain(`does not accept the password of ${role.name}`);
  });

  test('a password that is asked for and not given is named as such', async () => {
    const role = await createRole(major, { password: 'hunter2' });
    const error = await failureOf({ url: database.urlOf({ name: role.name }) });
    expect(error.code).toBe('authentication-failed');
    expect(error.message).toContain('none was given');
  });

  test('a role that does not exist is not let in', async () => {
    const error = await failureOf({ url: serverUrl(major, 'postgres', 'nobody at all', 'hunter2') });
    expect(error.code).toBe('authentication-failed');
    expect(error.message).toContain('nobody at all');
  });

  test('a database that forbids connecting is named as such', async () => {
    const role = await createRole(major);
    await database.sql(`revoke connect on database ${database.name} from public`);
    const error = await failureOf({ url: database.urlOf(role) });
    expect(error).toMatchObject({ code: 'authentication-failed', message: expect.stringContaining('may not connect') });
  });

  test('a database that does not exist is named', async () => {
    const error = await failureOf({ url: serverUrl(major, 'no such database', 'postgres', 'hunter2') });
    expect(error).toMatchObject({
      code: 'database-not-found',
      message: expect.stringContaining('There is no database no such database at 127.0.0.1:'),
    });
  });

  test('a server that takes no more connections is named as such', async () => {
    const role = await createRole(major, { attributes: 'connection limit 1' });
    const other = await createDatabase(major);
    const first = await connect({ url: other.urlOf(role) }, options);
    expect((await failureOf({ url: other.urlOf(role) })).code).toBe('server-unavailable');
    await first.close();
    await other.drop();
  });

  test('a server without TLS is refused when TLS is asked for', async () => {
    const wanted = [
      { url: database.url, tls: { mode: 'verify' } },
      { url: `${database.url}?sslmode=require` },
      { url: `${database.url}?sslmode=no-verify` },
    ] as const;
    for (const source of wanted) expect((await failureOf(source)).code).toBe('tls-refused');
    const allowed = await connect({ url: `${database.url}?sslmode=require`, tls: { mode: 'off' } }, options);
    expect(allowed.server.encrypted).toBe(false);
    await allowed.close();
  });

  test('a connection that the server ends says so at the next query and nowhere else', async () => {
    const connection = await connect({ url: database.url }, options);
    await database.sql('select pg_terminate_backend($1)', [connection.server.backendPid]);
    await expect(connection.query('select 1')).rejects.toMatchObject({ code: 'connection-lost' });
    await expect(connection.query('select 1')).rejects.toMatchObject({ code: 'connection-lost' });
    await connection.close();
  });

  test('a connection that ends in the middle of a query says so', async () => {
    const connection = await connect({ url: database.url }, options);
    const sleeping = expect(connection.query('select pg_sleep(60)')).rejects.toMatchObject({ code: 'connection-lost' });
    await database.sql('select pg_terminate_backend($1)', [connection.server.backendPid]);
    await sleeping;
    await connection.close();
  });

  test('a query that is not answered in time gives the connection up', async () => {
    const connection = await connect({ url: database.url }, options);
    await expect(connection.query('select pg_sleep(60)', { answerWithinMs: 50 })).rejects.toMatchObject({
      code: 'connection-lost',
    });
    await connection.close();
  });

  test('an error of a statement is passed on with its SQLSTATE and leaves the connection open', async () => {
    const connection = await connect({ url: database.url }, options);
    await expect(connection.query('select 1/0')).rejects.toMatchObject({ code: '22012' });
    await expect(connection.query('select 1 as one')).resolves.toMatchObject([{ rows: [{ one: 1 }] }]);
    await connection.close();
  });
});

describe('a host that is no PostgreSQL server', () => {
  const listeners: Server[] = [];
  afterAll(() => {
    for (const listener of listeners) listener.close();
  });

  async function listen(answer: (socket: Socket) => void): Promise<number> {
    const listener = createServer((socket) => {
      socket.on('error', () => {});
      answer(socket);
    }).listen(0, '127.0.0.1');
    listeners.push(listener);
    await once(listener, 'listening');
    const address = listener.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  test('nobody listens at a closed port', async () => {
    const port = await freePort();
    const error = await failureOf({ url: `postgres://app:hunter2@127.0.0.1:${port}/shop` });
    expect(error).toMatchObject({ code: 'connection-refused', message: `Nobody listens at 127.0.0.1:${port}.` });
  });

  test('nobody listens at a Unix socket that is not there', async () => {
    const error = await failureOf({ url: 'postgres://app:hunter2@/shop?host=/nowhere/at/all' });
    expect(error).toMatchObject({
      code: 'connection-refused',
      message: 'Nobody listens at /nowhere/at/all/.s.PGSQL.5432.',
    });
  });

  test('a name without an address is named', async () => {
    const error = await failureOf({ url: 'postgres://app:hunter2@no-such-host.invalid/shop' });
    expect(error.code).toBe('host-not-found');
  });

  test.for(['off', 'verify'] as const)('a host that says nothing is given up after the time (TLS %s)', async (mode) => {
    const port = await listen(() => {});
    const error = await failureOf({ url: `postgres://app:hunter2@127.0.0.1:${port}/shop`, tls: { mode } }, 200);
    expect(error).toMatchObject({ code: 'connect-timeout', message: expect.stringContaining('within 200 ms') });
  });

  test('a host that falls silent after agreeing on TLS is given up after the time', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.write('S')));
    const error = await failureOf({ url: `postgres://a:hunter2@127.0.0.1:${port}/b`, tls: { mode: 'verify' } }, 200);
    expect(error.code).toBe('connect-timeout');
  });

  test.for(['off', 'verify'] as const)('a host that hangs up is not mistaken for anything (TLS %s)', async (mode) => {
    const port = await listen((socket) => socket.once('data', () => socket.destroy()));
    const error = await failureOf({ url: `postgres://app:hunter2@127.0.0.1:${port}/shop`, tls: { mode } });
    expect(error.code).toBe('connection-failed');
  });

  test('a session asks for no parameter at its start that a proxy or pooler would refuse', async () => {
    let asked: readonly string[] = [];
    const port = await listen((socket) =>
      socket.once('data', (packet: Buffer) => {
        // After its length and the protocol's version: names and values, each ended by a zero.
        asked = packet.subarray(8).toString().split('\0');
        socket.destroy();
      }),
    );
    await failureOf({ url: `postgres://app:hunter2@127.0.0.1:${port}/shop`, tls: { mode: 'off' } });
    const names = asked.filter((name, i) => i % 2 === 0 && name !== '');
    expect(names.sort()).toEqual(['application_name', 'client_encoding', 'database', 'user']);
  });

  test('a web server is no server that speaks TLS to us', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    const error = await failureOf({ url: `postgres://a:hunter2@127.0.0.1:${port}/b`, tls: { mode: 'verify' } });
    expect(error.code).toBe('tls-refused');
  });
});

describe('a server with a certificate', () => {
  const folder = fileURLToPath(new URL('../../support/tls/', import.meta.url));
  let server: EmbeddedServer;
  let files: string;
  let ca: string;

  beforeAll(async () => {
    ca = await readFile(join(folder, 'ca.pem'), 'utf8');
    files = await mkdtemp(join(await temporaryFolder(), 'driftline-tls-'));
    for (const name of ['server.pem', 'server.key']) {
      // PostgreSQL refuses a key that others could read or that belongs to somebody else.
      await copyFile(join(folder, name), join(files, name));
      await giveToServer(join(files, name));
    }
    await giveToServer(files);
    server = await startServer({
      major: 18,
      settings: { ssl: 'on', ssl_cert_file: join(files, 'server.pem'), ssl_key_file: join(files, 'server.key') },
      hba: ['hostnossl postgres postgres 127.0.0.1/32 reject'],
    });
  });
  afterAll(async () => {
    await server.stop();
    await rm(files, { recursive: true, force: true });
  });

  const at = (host: string, parameters = '') =>
    `postgres://postgres:hunter2@${host}:${server.port}/postgres${parameters}`;

  test('is trusted by its authority and its name', async () => {
    const connection = await connect({ url: at('localhost'), tls: { mode: 'verify', ca } }, options);
    expect(connection.server.encrypted).toBe(true);
    const [result] = await connection.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    expect(result?.rows).toEqual([{ ssl: true }]);
    await connection.close();
  });

  test('is trusted by an authority that the URL names', async () => {
    const file = encodeURIComponent(join(folder, 'ca.pem'));
    const connection = await connect({ url: at('localhost', `?sslmode=verify-full&sslrootcert=${file}`) }, options);
    expect(connection.server.encrypted).toBe(true);
    await connection.close();
  });

  test('is not trusted without its authority', async () => {
    expect((await failureOf({ url: at('localhost', '?sslmode=require') })).code).toBe('tls-untrusted');
  });

  test('is not trusted under another name', async () => {
    expect((await failureOf({ url: at('127.0.0.1'), tls: { mode: 'verify', ca } })).code).toBe('tls-untrusted');
  });

  test('is encrypted to without being trusted when that is asked for', async () => {
    const connection = await connect({ url: at('127.0.0.1', '?sslmode=no-verify') }, options);
    expect(connection.server.encrypted).toBe(true);
    await connection.close();
  });

  test('says that it lets nobody in without TLS', async () => {
    const error = await failureOf({ url: at('localhost', '?sslmode=disable') });
    expect(error).toMatchObject({ code: 'authentication-failed', remedy: expect.stringContaining('sslmode=require') });
  });

  test('a certificate file that is not there is named', async () => {
    const error = await failureOf({ url: at('localhost', '?sslmode=require&sslrootcert=/nowhere/ca.pem') });
    expect(error).toMatchObject({
      code: 'certificate-unreadable',
      message: expect.stringContaining('/nowhere/ca.pem'),
    });
  });
});

test('a server is reached through its Unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'driftline-socket-'));
  await giveToServer(folder);
  const server = await startServer({ major: 18, settings: { unix_socket_directories: folder } });
  const connection = await connect(
    { url: `postgresql:///postgres?host=${folder}&port=${server.port}&user=postgres` },
    options,
  );
  expect(connection.server.address).toBe(`${folder}/.s.PGSQL.${server.port}`);
  expect(connection.server.encrypted).toBe(false);
  await connection.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test.for(majors)('a standby of PostgreSQL %i is read only', async (major) => {
  const primary = await startServer({ major });
  const standby = await startStandby(primary);
  const connection = await connect({ url: standby.url() }, options);
  expect(connection.server.isReadOnly).toBe(true);
  expect(connection.server.rights).toContain('the server is a standby: nothing can be repaired here');
  await connection.close();
  await standby.stop();
  await primary.stop();
});
