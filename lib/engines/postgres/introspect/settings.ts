export interface Limits {
  /** Longest wait for any one lock. */
  readonly lockTimeoutMs: number;
  /** Longest time for the whole query. */
  readonly statementTimeoutMs: number;
}

/**
 * Settings until the end of the transaction under which every server prints the same definition with the same words:
 * names, quotes, dates, times, numbers and bytes; and the limits of waiting.
 *
 * They are SET LOCAL, so that they end with the transaction also behind a pooler.
 *
 * @see https://www.postgresql.org/docs/18/runtime-config-client.html
 */
export function catalogSettings({ lockTimeoutMs, statementTimeoutMs }: Limits): string {
  return `
set local search_path = pg_catalog, pg_temp;
set local quote_all_identifiers = off;
set local standard_conforming_strings = on;
set local datestyle = 'ISO, YMD';
set local intervalstyle = postgres;
set local timezone = 'UTC';
set local extra_float_digits = 1;
set local bytea_output = hex;
set local lc_monetary = 'C';
set local jit = off;
set local lock_timeout = ${wholeMs(lockTimeoutMs)};
set local statement_timeout = ${wholeMs(statementTimeoutMs)};`;
}

/** PostgreSQL takes 0 for no limit at all. */
function wholeMs(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}
