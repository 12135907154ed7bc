import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from '../majors/install-package.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

installPackage(fileURLToPath(new URL('.', import.meta.url)), 'Chromium and what drives it in test/browser (90 MB)');

// One file after the other: each unpacks the same Chromium.
const tests = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'browser', '--no-file-parallelism', ...process.argv.slice(2)],
  {
    cwd: root,
    env: { ...process.env, DRIFTLINE_BROWSER: 'yes' },
    stdio: 'inherit',
  },
);
process.exitCode = tests.status ?? 1;
