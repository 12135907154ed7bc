import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** Where a URL was put, so that it need not stand in the configuration. */
export interface KeptUrl {
  readonly variable: string;
  /** Nothing says yet that the `.env` file is not to be committed. */
  readonly isExposed: boolean;
}

/**
 * Keeps a connection URL in the folder's `.env`, under a name that is free there; one that is there already is left as it
 * is. A file that is made for this can be read by its owner alone.
 */
export async function keepUrl(folder: string, url: string): Promise<KeptUrl> {
  const path = join(folder, '.env');
  const text = await readFile(path, 'utf8').catch(() => '');
  const known = Object.entries(parseEnv(text));
  const isExposed = !(await ignoresEnv(folder));
  const same = known.find(([, value]) => value === url);
  if (same !== undefined) return { variable: same[0], isExposed };
  const taken = new Set(known.map(([name]) => name));
  const names = [
    'DATABASE_URL',
    'DRIFTLINE_DATABASE_URL',
    ...Array.from({ length: 9 }, (_, i) => `DRIFTLINE_DATABASE_URL_${i + 2}`),
  ];
  const variable = names.find((name) => !taken.has(name)) ?? 'DRIFTLINE_DATABASE_URL_11';
  const quote = url.includes("'") ? '"' : "'";
  const start = text === '' || text.endsWith('\n') ? '' : '\n';
  await appendFile(path, `${start}${variable}=${quote}${url}${quote}\n`, { mode: 0o600 });
  return { variable, isExposed };
}

async function ignoresEnv(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => '');
  return text.split(/\r?\n/).some((line) => /^\/?(\*?\.env\*?|\.env\.?\*?)$/.test(line.trim()));
}
