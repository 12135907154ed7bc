import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, giveToServer, serverIdentity } from '../../demo/embedded-postgres.ts';
import { temporaryFolder } from '../../demo/postgres-binaries.ts';

/** A running PgBouncer before one server. */
export interface PgBouncer {
  /** The URL of the same database, through the pooler. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Answers a function that starts PgBouncer before the server of a URL, on 127.0.0.1. Where PgBouncer is not installed it
 * says so on standard error and answers undefined.
 *
 * @param proof what goes unproved without it, for the message
 */
export async function startPgBouncer(
  proof: string,
): Promise<((url: string, mode: 'session' | 'transaction') => Promise<PgBouncer>) | undefined> {
  if (spawnSync('pgbouncer', ['--version']).status === 0) return start;
  process.stderr.write(`\nNOT RUN: ${proof}: pgbouncer is not installed (apt install pgbouncer).\n\n`);
  return undefined;
}

async function start(url: string, mode: 'session' | 'transaction'): Promise<PgBouncer> {
  const behind = new URL(url);
  const port = await freePort();
  const folder = await mkdtemp(join(await temporaryFolder(), 'driftline-pgbouncer-'));
  const users = join(folder, 'users.txt');
  const settings = join(folder, 'pgbouncer.ini');
  await writeFile(users, '"postgres" ""\n');
  await writeFile(
    settings,
    `[databases]
* = host=${behind.hostname} port=${behind.port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = ${mode}
`,
  );
  await giveToServer(folder);
  await Promise.all([users, settings].map((file) => chmod(file, 0o644)));
  const pooler = spawn('pgbouncer', ['-q', settings], { stdio: 'ignore', ...serverIdentity() });
  const exited = once(pooler, 'exit');
  const stop = async () => {
    pooler.kill('SIGINT');
    // It waits for its clients otherwise.
    const timer = setTimeout(() => pooler.kill('SIGKILL'), 2_000);
    await exited;
    clearTimeout(timer);
    await rm(folder, { recursive: true, force: true });
  };
  for (const end = Date.now() + 10_000; !(await answers(port)); await sleep(20)) {
    if (Date.now() > end || pooler.exitCode !== null) {
      await stop();
      throw new Error('PgBouncer does not answer');
    }
  }
  behind.port = String(port);
  return { url: behind.href, stop };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
