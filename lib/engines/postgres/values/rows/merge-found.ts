import type { StrayValue } from '../../../../values/value-check.ts';
import { type Found, listedStrays } from '../look.ts';

/** What was found in several parts of a table, as one. */
export function mergeFound(parts: readonly Found[]): Found {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const strays = new Map<string, StrayValue>();
  for (const stray of parts.flatMap((part) => part.strays)) {
    const key = JSON.stringify([stray.value, stray.length ?? null]);
    const known = strays.get(key);
    strays.set(key, known === undefined ? stray : addRows(known, stray));
  }
  const unlisted = parts.reduce((sum, part) => sum + part.distinct - part.strays.length, 0);
  return {
    strays: [...strays.values()].sort((a, b) => b.rows - a.rows).slice(0, listedStrays),
    distinct: strays.size + unlisted,
    distinctIsAtLeast: parts.some((part) => part.distinctIsAtLeast),
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    rowsAreAtLeast: parts.some((part) => part.rowsAreAtLeast),
  };
}

function addRows(a: StrayValue, b: StrayValue): StrayValue {
  const samples = [...(a.samples ?? []), ...(b.samples ?? [])];
  return {
    ...a,
    rows: a.rows + b.rows,
    rowsAreAtLeast: a.rowsAreAtLeast || b.rowsAreAtLeast,
    ...(samples.length === 0
      ? {}
      : { samples: samples.slice(0, Math.max(a.samples?.length ?? 0, b.samples?.length ?? 0)) }),
  };
}
