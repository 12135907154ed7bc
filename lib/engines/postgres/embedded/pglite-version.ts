import { readFileSync } from 'node:fs';

/** The version of the PGlite that would be loaded, without loading it. Empty when there is no package around it. */
export function readPgliteVersion(): string {
  try {
    const entry = import.meta.resolve('@electric-sql/pglite');
    const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', entry), 'utf8'));
    const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
    return isManifest ? String(manifest.version) : '';
  } catch {
    return '';
  }
}
