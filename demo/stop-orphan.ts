/**
 * Waits beside a PostgreSQL server until the process that started it has gone, however it went (the pipe on standard
 * input closes), then stops the server and removes its temporary folders.
 *
 * Arguments: the server's data folder, then the folders to remove.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [dataDir = '', ...temporary] = process.argv.slice(2);

/** The server removes its lock file when it stops, so a process that has inherited its number is never hit. */
function serverPid(): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

process.stdin.resume();
process.stdin.on('close', async () => {
  const pid = serverPid();
  if (pid !== undefined && signal(pid, 'SIGQUIT')) {
    // A server that still stops writes into the folders that are to go.
    for (let i = 0; i < 200 && signal(pid, 0); i++) await sleep(50);
  }
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
