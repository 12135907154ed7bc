import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { giveToServer, startServer } from '../../../demo/embedded-postgres.ts';
import { temporaryFolder } from '../../../demo/postgres-binaries.ts';
import { majors } from '../../support/databases.ts';

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function runOn(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

describe.for(majors)('an embedded PostgreSQL %i', (major) => {
  test('is gone with its folder once it is stopped, also when it is stopped twice', async () => {
    const server = await startServer({ major });
    expect(isRunning(server.pid)).toBe(true);
    await server.stop();
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(await exists(server.dataDir)).toBe(false);
  });

  test('keeps a data folder that it was given', async () => {
    const home = await mkdtemp(join(await temporaryFolder(), 'driftline-kept-'));
    await giveToServer(home);
    const dataDir = join(home, 'data');
    const first = await startServer({ major, dataDir });
    await runOn(first.url(), 'create table kept (id int)');
    await first.stop();
    const second = await startServer({ major, dataDir });
    expect(await runOn(second.url(), 'select count(*) from kept')).toEqual([{ count: '0' }]);
    await second.stop();
    await rm(home, { recursive: true });
  });

  test('does not outlive the process that started it', async () => {
    const script = `
      import { startServer } from ${JSON.stringify(fileURLToPath(new URL('../../../demo/embedded-postgres.ts', import.meta.url)))};
      const { pid, dataDir } = await startServer({ major: ${major} });
      console.log(JSON.stringify({ pid, dataDir }));
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const server: { pid: number; dataDir: string } = JSON.parse(String(line));
    expect(isRunning(server.pid)).toBe(true);
    child.kill('SIGKILL');
    while (isRunning(server.pid) || (await exists(server.dataDir))) await sleep(20);
  });

  test('says with the server’s own words why it does not start', async () => {
    await expect(startServer({ major, settings: { no_such_setting: 'on' } })).rejects.toMatchObject({
      code: 'postgres-not-started',
      message: expect.stringContaining('no_such_setting'),
    });
  });
});

test('a major that is not installed is named with the command that brings it', async () => {
  await expect(startServer({ major: 9 })).rejects.toMatchObject({
    code: 'postgres-not-installed',
    message: expect.stringContaining('PostgreSQL 9 '),
    remedy: expect.stringContaining('npm ci --prefix test/majors'),
  });
});
