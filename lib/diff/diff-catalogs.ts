import { compareNames, equalAttributes, equalJson } from '../catalog/normalize.ts';
import type { ObjectId } from '../catalog/object-id.ts';
import type { Attributes, CatalogSnapshot, Json } from '../catalog/snapshot.ts';
import { severityOf } from './default-severity.ts';
import { type Drift, type DriftKind, fingerprintDrift } from './drift.ts';

/**
 * Lists every difference between what the expectation promises and what the database holds,
 * in id order, so that equal inputs report identically.
 *
 * Knows no object kinds: whether a difference matters is `severity`'s to say, how to mend it `plan`'s.
 * One missing or unexpected object is one drift, one differing attribute is one drift; an object whose `isValid` is
 * false where true is expected is `invalid`.
 */
export function diffCatalogs(expected: CatalogSnapshot, actual: CatalogSnapshot): readonly Drift[] {
  const drifts: Drift[] = [];
  // Both are in the order of their ids, so that one walk along the two meets every object once.
  const [left, right] = [Object.keys(expected.objects), Object.keys(actual.objects)];
  for (let i = 0, j = 0; i < left.length || j < right.length; ) {
    const a = left[i];
    const b = right[j];
    const id = a === undefined || (b !== undefined && b < a) ? (b ?? '') : a;
    if (a === id) i++;
    if (b === id) j++;
    const wanted = expected.objects[id];
    const found = actual.objects[id];
    if (wanted === undefined || found === undefined || !equalAttributes(wanted, found)) {
      drifts.push(...diffObject(id, wanted, found));
    }
  }
  return drifts;
}

function diffObject(id: ObjectId, expected: Attributes | undefined, actual: Attributes | undefined): readonly Drift[] {
  if (actual === undefined) return [makeDrift('missing', id, undefined, expected ?? null, null)];
  if (expected === undefined) return [makeDrift('unexpected', id, undefined, null, actual)];
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
    .sort(compareNames)
    .filter((name) => !equalJson(expected[name], actual[name]))
    .map((name) =>
      makeDrift(kindOfChange(name, actual), id, name, expected[name] ?? null, actual[name] ?? null, expected),
    );
}

function kindOfChange(attribute: string, actual: Attributes): DriftKind {
  return attribute === 'isValid' && actual.isValid === false ? 'invalid' : 'modified';
}

function makeDrift(
  kind: DriftKind,
  id: ObjectId,
  attribute: string | undefined,
  expected: Json,
  actual: Json,
  promised?: Attributes,
): Drift {
  return {
    kind,
    id,
    ...(attribute === undefined ? {} : { attribute }),
    expected,
    actual,
    severity: severityOf(kind, id, attribute, expected, actual, promised),
    fingerprint: fingerprintDrift(kind, id, attribute),
  };
}
