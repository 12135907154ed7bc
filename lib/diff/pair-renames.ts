import { equalJson } from '../catalog/normalize.ts';
import { kindOf } from '../catalog/object-id.ts';
import { type Drift, fingerprintDrift } from './drift.ts';
import { severityOf } from './severity.ts';

/** The kinds whose name no query mentions, so that the same object under another name works as well. */
const kindsKnownByWhatTheyDo = ['index', 'constraint'];

/**
 * Joins a missing index or constraint with the unexpected one that equals it in all but its name into one `renamed`
 * drift. Each object is paired once, in id order.
 */
export function pairRenames(drifts: readonly Drift[]): readonly Drift[] {
  const unpaired = new Set(drifts.filter((drift) => drift.kind === 'unexpected' && isPairable(drift)));
  const partners = new Map<Drift, Drift>();
  for (const drift of drifts) {
    if (drift.kind !== 'missing' || !isPairable(drift)) continue;
    const partner = [...unpaired].find(
      (other) => kindOf(other.id) === kindOf(drift.id) && equalJson(other.actual, drift.expected),
    );
    if (partner === undefined) continue;
    unpaired.delete(partner);
    partners.set(drift, partner);
  }
  const absorbed = new Set(partners.values());
  return drifts
    .filter((drift) => !absorbed.has(drift))
    .map((drift) => {
      const partner = partners.get(drift);
      return partner === undefined ? drift : renamed(drift, partner);
    });
}

function isPairable(drift: Drift): boolean {
  return kindsKnownByWhatTheyDo.includes(kindOf(drift.id));
}

function renamed(missing: Drift, unexpected: Drift): Drift {
  return {
    kind: 'renamed',
    id: missing.id,
    expected: missing.id,
    actual: unexpected.id,
    severity: severityOf('renamed', missing.id, undefined, missing.id, unexpected.id),
    fingerprint: fingerprintDrift('renamed', missing.id),
  };
}
