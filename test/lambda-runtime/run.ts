import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackage } from '../majors/install-package.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');

// Building the client needs Node.js's headers, which its builder would download: the system's will do.
const hasHeaders = existsSync('/usr/include/node/node_api.h');

installPackage(
  fileURLToPath(new URL('.', import.meta.url)),
  "Amazon's Lambda runtime client in test/lambda-runtime (a minute; needs cmake, make and a C++ compiler)",
  hasHeaders ? { npm_config_nodedir: '/usr' } : {},
);

const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    env: { ...process.env, DRIFTLINE_LAMBDA_RUNTIME: 'yes' },
    stdio: 'inherit',
  }).status ?? 1;

process.exitCode =
  run(join(root, 'build', 'lambdas.ts')) || run(vitest, 'run', '--project', 'lambda-runtime', ...process.argv.slice(2));
