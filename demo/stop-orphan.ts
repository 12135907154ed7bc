/**
 * Waits beside a PostgreSQL server until the process that started it has gone, however it went (the pipe on standard
 * input closes), then stops the server and removes its temporary folders.
 *
 * Arguments: the server's process number, its data folder, then the folders to remove.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [serverPid, dataDir = '', ...temporary] = process.argv.slice(2);
const pid = Number(serverPid);

/**
 * The server removes its lock file when it stops, so a process that has inherited its number is never hit; nor is the
 * next server on the same data folder, which has a number of its own.
 */
function isRunning(): boolean {
  try {
    return Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8'), 10) === pid;
  } catch {
    return false;
  }
}

function signal(name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

process.stdin.resume();
process.stdin.on('close', async () => {
  if (pid > 1 && isRunning() && signal('SIGQUIT')) {
    // A server that still stops writes into the folders that are to go.
    for (let i = 0; i < 200 && signal(0); i++) await sleep(50);
  }
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
