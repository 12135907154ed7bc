import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const guardScript = fileURLToPath(new URL('../../../demo/stop-orphan.ts', import.meta.url));

/** Lets a guard of the server `pid` find that its starter has gone, and waits until it has done its work. */
async function orphan(pid: number, dataDir: string): Promise<void> {
  const guard = spawn(process.execPath, [guardScript, String(pid), dataDir], { stdio: ['pipe', 'ignore', 'inherit'] });
  guard.stdin.end();
  await once(guard, 'exit');
}

test('a guard stops the server that it was set beside, and never the next one on the same data folder', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'driftline-guard-'));
  const next = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  const ended = once(next, 'exit');
  const pid = next.pid ?? 0;
  try {
    await writeFile(join(dataDir, 'postmaster.pid'), `${pid}\n${dataDir}\n`);
    await orphan(pid + 1, dataDir);
    expect(next.signalCode).toBeNull();
    await orphan(pid, dataDir);
    expect(await ended).toEqual([null, 'SIGQUIT']);
  } finally {
    next.kill('SIGKILL');
    await rm(dataDir, { recursive: true });
  }
});
