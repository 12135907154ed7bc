import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from './install-package.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

installPackage(fileURLToPath(new URL('.', import.meta.url)), 'PostgreSQL 14 to 17 in test/majors (240 MB)');

const tests = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'acceptance', '--project', 'laws', ...process.argv.slice(2)],
  {
    cwd: root,
    env: { ...process.env, DRIFTLINE_MAJORS: process.env.DRIFTLINE_MAJORS ?? '13,14,15,16,17,18' },
    stdio: 'inherit',
  },
);
process.exitCode = tests.status ?? 1;
