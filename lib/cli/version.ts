import { createRequire } from 'node:module';

/** The version of this package, as its package.json says. */
export function packageVersion(): string {
  // By the package's own name, because the compiled files lie one folder deeper than the sources.
  const { version } = createRequire(import.meta.url)('driftline/package.json') as { readonly version: string };
  return version;
}
