import type { Drift } from '../drift.ts';
import type { Note } from './hint.ts';

/**
 * What an upgrade kept: before 14 EXTRACT was the function `date_part`, and stays that in what is dumped there and restored
 * in a later version, which is how pg_upgrade takes definitions along.
 *
 * @see https://www.postgresql.org/docs/release/14.0/
 */
export function hintOnUpgrade({ kind, expected, actual }: Drift): Note {
  if (kind !== 'modified' || typeof expected !== 'string' || typeof actual !== 'string') return {};
  const lost = timesIn(expected, 'EXTRACT(') - timesIn(actual, 'EXTRACT(');
  const gained = timesIn(actual, 'date_part(') - timesIn(expected, 'date_part(');
  if (lost <= 0 || gained !== lost) return {};
  return {
    hint: 'date_part is what EXTRACT was before PostgreSQL 14, and an upgrade keeps it: it gives double precision where EXTRACT gives numeric, and an index on it serves no query with EXTRACT. Make it anew as the migrations have it, or accept it in a baseline',
  };
}

function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}
