import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const majors = [13, 14, 15, 16, 17, 18];
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whether every server that this folder's package.json names is installed in the version that it names. */
function isInstalled(): boolean {
  const wanted: Record<string, string> = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).devDependencies;
  return Object.entries(wanted).every(([alias, range]) => {
    try {
      const { version } = JSON.parse(readFileSync(join(here, 'node_modules', alias, 'package.json'), 'utf8'));
      return range.endsWith(`@${version}`);
    } catch {
      return false;
    }
  });
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): number {
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: 'inherit' });
  if (error) console.error(`${command} could not be started: ${error.message}`);
  return status ?? 1;
}

/** Installs what is missing, then runs the tests that need a server on every major. The exit code is the tests'. */
function main(args: readonly string[]): number {
  if (!isInstalled()) {
    console.error('Installing PostgreSQL 14 to 17 in test/majors (240 MB) ...');
    const failed = run('npm', ['ci', '--no-audit', '--no-fund'], here);
    if (failed) return failed;
  }
  const env = { ...process.env, DRIFTLINE_MAJORS: process.env.DRIFTLINE_MAJORS ?? majors.join(',') };
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return run(process.execPath, [vitest, 'run', '--project', 'acceptance', '--project', 'laws', ...args], root, env);
}

process.exitCode = main(process.argv.slice(2));
