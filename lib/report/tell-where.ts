import type { ObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import type { SourcePlace } from '../source-place.ts';
import { ownerOf } from './describe.ts';
import type { RunReport } from './run-report.ts';
import { sketchTables } from './table-sketch.ts';

/**
 * What a report says besides the drifts to show where they are: the places in the migrations that promise them, and a
 * sketch of their tables. It carries no more of both than it needs.
 */
export function tellWhere(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  places: { readonly [id: ObjectId]: SourcePlace } = {},
): Pick<RunReport, 'promisedBy' | 'sketch'> {
  const ids = new Set(drifts.flatMap((drift) => [drift.id, ...(drift.belongsTo ?? []), ownerOf(drift)]));
  const known = [...ids].sort().flatMap((id): (readonly [ObjectId, SourcePlace])[] => {
    const place = places[id];
    return place === undefined ? [] : [[id, place]];
  });
  const sketch = sketchTables(expected, drifts);
  return {
    ...(known.length === 0 ? {} : { promisedBy: Object.fromEntries(known) }),
    ...(sketch.length === 0 ? {} : { sketch }),
  };
}
