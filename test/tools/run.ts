import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from '../majors/install-package.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

installPackage(
  fileURLToPath(new URL('.', import.meta.url)),
  "migration tools and libSQL's server in test/tools (260 MB)",
);

const tests = spawnSync(process.execPath, [vitest, 'run', '--project', 'tools', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, DRIFTLINE_TOOLS: 'yes' },
  stdio: 'inherit',
});
process.exitCode = tests.status ?? 1;
