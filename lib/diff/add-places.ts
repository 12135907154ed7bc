import { kindOf, type ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from './drift.ts';

/**
 * Adds to each drift what its object is part of and how many children of each sort it takes along, so that a report
 * can group and count without holding the catalogs.
 */
export function addPlaces(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): readonly Drift[] {
  return drifts.map((drift) => {
    const holder = drift.id in expected.objects ? expected : actual;
    const parents = belongsTo(holder.objects[drift.id]);
    return {
      ...drift,
      ...(parents.length === 0 ? {} : { belongsTo: parents }),
      ...(drift.includes === undefined ? {} : { includeCounts: countByWord(drift.includes, holder) }),
    };
  });
}

function countByWord(ids: readonly ObjectId[], holder: CatalogSnapshot): { readonly [word: string]: number } {
  const counts: { [word: string]: number } = {};
  for (const id of ids) {
    const word = wordFor(id, holder);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

/** A constraint is called by its type; everything else by its kind. */
function wordFor(id: ObjectId, holder: CatalogSnapshot): string {
  const type = holder.objects[id]?.type;
  return kindOf(id) === 'constraint' && typeof type === 'string' ? type : kindOf(id);
}
