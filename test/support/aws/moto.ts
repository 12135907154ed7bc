import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../../demo/embedded-postgres.ts';

/** A running moto, the AWS stand-in that people install with Python. */
export interface Moto {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts `moto_server` where it is installed. Elsewhere says so on standard error and answers undefined: what it would
 * have proved is then proved by the stubs alone.
 *
 * @param proof what goes unproved without it, for the message
 */
export async function startMoto(proof: string): Promise<Moto | undefined> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const failed = await Promise.race([
    once(server, 'error').then(() => true),
    once(server, 'exit').then(() => true),
    untilItAnswers(port).then(() => false),
  ]);
  if (failed) {
    process.stderr.write(`\nNOT RUN: ${proof}: moto_server is not installed (pip install 'moto[server]').\n\n`);
    return undefined;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      if (server.exitCode !== null) return;
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

async function untilItAnswers(port: number): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    const answered = await fetch(`http://127.0.0.1:${port}/moto-api/`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
  }
  throw new Error('moto_server does not answer');
}
