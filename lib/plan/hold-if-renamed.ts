import { kindOf, nameOf, type ObjectId } from '../catalog/object-id.ts';
import type { Drift } from '../diff/drift.ts';
import type { Hazard } from './hazard.ts';
import type { Mending } from './rule.ts';

/**
 * Holds back what would make a missing object beside one that may be the same under another name. An empty column
 * beside the renamed one would let its readers see nothing where the rows hold something, and hide what happened.
 */
export function holdIfRenamed(drifts: readonly Drift[], mending: Mending): Mending {
  const twin = drifts.find((drift) => drift.resembles !== undefined)?.resembles;
  if (twin === undefined) return mending;
  const hazard = looksRenamed(twin);
  return {
    ...mending,
    statements: mending.statements.map((statement) =>
      statement.hazards.length > 0 ? statement : { ...statement, hazards: [hazard] },
    ),
  };
}

function looksRenamed(twin: ObjectId): Hazard {
  if (holdsNoRows.includes(kindOf(twin))) {
    return {
      code: 'LOOKS_RENAMED',
      message: `${nameOf(twin)} is there and does the same; a second one beside it would slow writes down and help nobody`,
      saferWay: 'use the one that is there, or write the migration that replaces it',
    };
  }
  return {
    code: 'LOOKS_RENAMED',
    message: `${nameOf(twin)} is there and may be the same under another name; an empty one beside it would hide what it holds`,
    saferWay: 'find out who renamed it; rename it back, or write the migration that renames it',
  };
}

/** What only serves rows that stand elsewhere. */
const holdsNoRows = ['index', 'constraint'];
