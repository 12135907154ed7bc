import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('`npx driftline` runs in the checkout, whatever Node.js the machine has, without asking a registry', async () => {
  // As in a terminal: nothing of npm's, and none of the folders that npm puts on the PATH of its scripts.
  const terminal = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE)/i.test(name));
  const PATH = process.env.PATH?.split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const cache = await mkdtemp(join(tmpdir(), 'driftline-npx-'));
  try {
    const env = {
      ...Object.fromEntries(terminal),
      PATH: PATH?.join(delimiter),
      npm_config_cache: cache,
      npm_config_yes: 'false',
    };
    const { stdout } = await promisify(execFile)('npx', ['--offline', 'driftline', '--help'], {
      cwd: root,
      env,
    });
    expect(stdout).toContain('driftline check');
  } finally {
    await rm(cache, { recursive: true });
  }
});
