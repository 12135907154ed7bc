import { compareNames } from '../../../catalog/normalize.ts';
import type { Options } from '../storage-kinds.ts';

/** Reads options as the catalog has them, `fillfactor=70`, in the order of their names: the catalog's tells who came first. */
export function readOptions(list: readonly string[], prefix = ''): Options {
  return Object.fromEntries(
    [...list].sort(compareNames).map((option) => {
      const at = option.indexOf('=');
      return [prefix + option.slice(0, at), option.slice(at + 1)] as const;
    }),
  );
}

/**
 * Reads storage parameters and the options of views, likewise, each value in one spelling: the catalog keeps what was
 * typed, `off` for `false` and `0.10` for `0.1`.
 */
export function readStorageOptions(list: readonly string[], prefix = ''): Options {
  const options = Object.entries(readOptions(list, prefix));
  return Object.fromEntries(options.map(([name, value]) => [name, plainValue(name.slice(prefix.length), value)]));
}

/** See https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-STORAGE-PARAMETERS */
const booleans: readonly string[] = [
  'autovacuum_enabled',
  'autosummarize',
  'deduplicate_items',
  'fastupdate',
  'security_barrier',
  'security_invoker',
  'user_catalog_table',
  'vacuum_truncate',
];

/** As PostgreSQL reads a boolean: https://www.postgresql.org/docs/18/datatype-boolean.html */
function plainValue(name: string, value: string): string {
  if (booleans.includes(name)) {
    if (/^(t|tr|tru|true|y|ye|yes|on|1)$/iu.test(value)) return 'true';
    if (/^(f|fa|fal|fals|false|n|no|of|off|0)$/iu.test(value)) return 'false';
  }
  return /^-?\d*\.?\d+$/u.test(value) ? String(Number(value)) : value;
}
