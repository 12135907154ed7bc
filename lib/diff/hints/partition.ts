import type { Drift } from '../drift.ts';
import type { Note } from './hint.ts';

/** A partition whose rows nobody finds, or whose triggers do not do what its parent's do. */
export function hintOnPartition({ kind, attribute, actual }: Drift): Note {
  if (kind !== 'modified') return {};
  if (attribute === 'isDetaching' && actual === true) {
    return {
      hint: 'queries of the parent find none of its rows: DETACH PARTITION ... CONCURRENTLY was interrupted or still runs. Only DETACH PARTITION ... FINALIZE ends it; ATTACH PARTITION then brings the rows back',
    };
  }
  if (attribute === 'triggerFiring' && actual !== null) {
    return {
      hint: "ALTER TABLE on the partition itself has switched triggers that it has from its parent: rows written to it are not treated as the parent's other rows",
    };
  }
  return {};
}
