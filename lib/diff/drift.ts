import { fingerprintText } from '../catalog/fingerprint.ts';
import type { ObjectId } from '../catalog/object-id.ts';
import type { Json } from '../catalog/snapshot.ts';
import type { Severity } from './severity.ts';

/** The kinds of drift. */
export const driftKinds = ['missing', 'unexpected', 'modified', 'renamed', 'invalid'] as const;

/**
 * - `missing`: expected, not there.
 * - `unexpected`: there, not expected.
 * - `modified`: there, with another value of one attribute.
 * - `renamed`: there under another name; `expected` and `actual` are the two ids.
 * - `invalid`: there, but PostgreSQL does not use it (an INVALID index, for one).
 */
export type DriftKind = (typeof driftKinds)[number];

/** One difference between what the expectation promises and what the database holds. */
export interface Drift {
  readonly kind: DriftKind;
  readonly id: ObjectId;
  /** The attribute that differs; only for `modified` and `invalid`. */
  readonly attribute?: string;
  /** What the expectation promises: all attributes for `missing`, one value for `modified`, else null. */
  readonly expected: Json;
  /** What the database holds, in the same shape. */
  readonly actual: Json;
  readonly severity: Severity;
  /** What a senior engineer would say on seeing it. */
  readonly hint?: string;
  /** What is there unexpectedly and may be this very object under another name; only for `missing`. */
  readonly resembles?: ObjectId;
  /** What the object is part of, nearest first: a column's table; absent for one that stands alone. */
  readonly belongsTo?: readonly ObjectId[];
  /** The children that are missing or unexpected only because this object is, in id order. */
  readonly includes?: readonly ObjectId[];
  /** How many they are by what people call them: `{ column: 9, index: 3, "primary key": 1 }`. */
  readonly includeCounts?: { readonly [word: string]: number };
  /** The fingerprint of the drift that is its cause, in the same report: a migration that was not applied. */
  readonly explainedBy?: string;
  /** Names this drift across runs: equal for the same kind, object and attribute, whatever the values are. */
  readonly fingerprint: string;
}

/** Names a drift across runs. */
export function fingerprintDrift(kind: DriftKind, id: ObjectId, attribute?: string): string {
  return fingerprintText(JSON.stringify([kind, id, attribute ?? null]));
}
