import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Whether every dependency that the folder's package.json names is installed in exactly the version that it names. */
function isInstalled(folder: string): boolean {
  const wanted: Record<string, string> = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).devDependencies;
  return Object.entries(wanted).every(([name, range]) => {
    try {
      const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
      return range === version || range.endsWith(`@${version}`);
    } catch {
      return false;
    }
  });
}

/**
 * Installs a folder's own package when something of it is missing, saying so first on standard error, where npm's
 * own output goes as well. Throws when npm fails.
 *
 * @param what what is installed, and how big it is
 * @param settings npm settings for this install, by environment variable
 */
export function installPackage(folder: string, what: string, settings: Readonly<Record<string, string>> = {}): void {
  if (isInstalled(folder)) return;
  console.error(`Installing ${what} ...`);
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: { ...settings, ...process.env },
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`npm ci in ${folder} failed: read the lines above`, { cause: error });
}
