import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DriftlineError } from '../lib/errors.ts';
import { findBinaries, temporaryFolder } from './postgres-binaries.ts';

export interface ServerOptions {
  readonly major: number;
  /** A data folder to use and to keep, made when it is absent or empty; by default a temporary one. */
  readonly dataDir?: string;
  /** Server settings besides the ones that make it quick and private: `{ ssl: 'on' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lines of `pg_hba.conf` that go before the one that trusts everybody on this machine. */
  readonly hba?: readonly string[];
}

/** A running PostgreSQL server that listens on 127.0.0.1 and trusts its user `postgres`. */
export interface EmbeddedServer {
  readonly major: number;
  readonly port: number;
  readonly pid: number;
  readonly dataDir: string;
  /** A URL of one of its databases, as the superuser; by default of `postgres`. */
  readonly url: (database?: string) => string;
  /** Ends all its connections and removes what is temporary. Safe to call again. */
  readonly stop: () => Promise<void>;
}

/** Nothing here outlives its process, so durability buys nothing. */
const quickSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** `initdb` and `postgres` refuse to run as root, so root lends them the id that no account should own. */
const nobody = 65534;

/** Root must not run the server; everybody else can only run it as themselves. */
export function serverIdentity(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;
}

/** Gives a folder to the user that the server runs as, and to nobody else. */
export async function giveToServer(path: string): Promise<void> {
  await chmod(path, 0o700);
  const identity = serverIdentity();
  if (identity) await chown(path, identity.uid, identity.gid);
}

/**
 * Starts a real PostgreSQL server of the given major on a free port of 127.0.0.1 and answers once it takes
 * connections. It is stopped, and its temporary folder removed, by `stop` or when this process ends in any way.
 *
 * @throws DriftlineError `postgres-not-installed` when the major is not there, `postgres-not-started` with the
 * server's last words when it does not come up
 */
export async function startServer(options: ServerOptions): Promise<EmbeddedServer> {
  const binaries = await findBinaries(options.major);
  const home = await mkdtemp(join(await temporaryFolder(), `driftline-pg${options.major}-`));
  await giveToServer(home);
  const dataDir = options.dataDir ?? join(home, 'data');
  const temporary = [home, ...(binaries.temporary ? [binaries.temporary] : [])];
  const removeTemporary = () =>
    Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })));
  const log = join(home, 'server.log');
  try {
    await prepareDataDir(binaries.directory, dataDir, options.hba ?? []);
    const port = await freePort();
    const settings = { ...quickSettings, port: String(port), ...options.settings };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const output = await open(log, 'a');
    const server = spawn(join(binaries.directory, 'bin', 'postgres'), ['-D', dataDir, ...flags], {
      cwd: dataDir,
      stdio: ['ignore', output.fd, output.fd],
      env: serverEnvironment(),
      ...serverIdentity(),
    });
    const exited = once(server, 'exit');
    await output.close();
    const guard = startGuard(server.pid ?? 0, dataDir, temporary);
    await untilReady(server, dataDir, log, options.major);
    server.unref();
    const stop = async () => {
      if (server.exitCode === null && server.signalCode === null) {
        server.ref();
        server.kill('SIGINT');
        await exited;
      }
      await removeTemporary();
      guard.stdin?.end();
    };
    return {
      major: options.major,
      port,
      pid: server.pid ?? 0,
      dataDir,
      url: (database = 'postgres') => `postgresql://postgres@127.0.0.1:${port}/${encodeURIComponent(database)}`,
      stop,
    };
  } catch (error) {
    await removeTemporary();
    throw error;
  }
}

/** Only what the programs need: settings such as PGDATA or PGPORT of whoever starts us must not reach them. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, SystemRoot: process.env.SystemRoot, LC_ALL: 'C' };
}

async function prepareDataDir(binaries: string, dataDir: string, hba: readonly string[]): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  if ((await readdir(dataDir)).length > 0) return;
  await giveToServer(dataDir);
  const options = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const initdb = spawn(join(binaries, 'bin', 'initdb'), ['-D', dataDir, ...options], {
    cwd: dataDir,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: serverEnvironment(),
    ...serverIdentity(),
  });
  let complaint = '';
  initdb.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const [code] = await once(initdb, 'close');
  if (code !== 0) throw notStarted(`initdb failed in ${dataDir}`, complaint);
  const rules = [
    'local all all trust',
    ...hba,
    'host all all 127.0.0.1/32 trust',
    'host replication all 127.0.0.1/32 trust',
  ];
  await writeFile(join(dataDir, 'pg_hba.conf'), `${rules.join('\n')}\n`);
}

/** Asks the operating system for a port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new RangeError('a TCP socket without a port');
  return address.port;
}

/**
 * Waits until the server says in its lock file that it takes connections.
 * See https://www.postgresql.org/docs/18/storage-file-layout.html (`postmaster.pid`).
 */
async function untilReady(server: ChildProcess, dataDir: string, log: string, major: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (server.exitCode === null && server.signalCode === null && Date.now() < deadline) {
    const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return;
    await sleep(10);
  }
  server.kill('SIGQUIT');
  throw notStarted(`PostgreSQL ${major} did not start`, await readFile(log, 'utf8').catch(() => ''));
}

function notStarted(what: string, output: string): DriftlineError {
  return new DriftlineError('postgres-not-started', `${what}: ${output.trim().split('\n').slice(-5).join('\n')}`, {
    remedy: 'Read the lines above; a full disk and missing system libraries are the usual causes.',
  });
}

function startGuard(serverPid: number, dataDir: string, temporary: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL('stop-orphan.ts', import.meta.url));
  // Detached, so that Ctrl-C in a terminal reaches this process and not the one that cleans up after it.
  const guard = spawn(process.execPath, [script, String(serverPid), dataDir, ...temporary], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  if (guard.stdin && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return guard;
}
