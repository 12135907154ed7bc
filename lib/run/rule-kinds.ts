import { kindOf } from '../catalog/object-id.ts';
import type { CatalogSnapshot } from '../catalog/snapshot.ts';
import { nearestName } from '../config/nearest-name.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { DriftRules } from '../diff/find-drifts.ts';

/**
 * Warns of rules for a kind of object that does not exist but nearly does, such as `tables`: they would hold for nothing,
 * and nobody would notice.
 *
 * @param known kinds that exist, whether the expectation has objects of them or not
 */
export function warnOfMistypedKinds(
  rules: DriftRules,
  { objects }: CatalogSnapshot,
  known: readonly string[] = [],
): readonly Diagnostic[] {
  const kinds = [...new Set([...Object.keys(objects).map(kindOf), ...known])];
  const named = [
    ...[...rules.ignore, ...(rules.severity ?? [])].map(({ pattern }) => kindOf(pattern)),
    ...(typeof rules.unexpected === 'string' ? [] : Object.keys(rules.unexpected)),
  ];
  return [...new Set(named)].flatMap((kind): readonly Diagnostic[] => {
    const meant = kind === '*' || kinds.includes(kind) ? undefined : nearestName(kind, kinds);
    if (meant === undefined) return [];
    return [
      {
        level: 'warning',
        code: 'unknown-object-kind',
        message: `a rule of the configuration is for objects of the kind "${kind}", of which there are none; did you mean "${meant}"?`,
        remedy: 'Write the kind as reports spell it before the colon.',
      },
    ];
  });
}
