import { fingerprintText } from '../catalog/fingerprint.ts';
import { compareNames } from '../catalog/normalize.ts';
import type { ObjectId } from '../catalog/object-id.ts';
import type { Json } from '../catalog/snapshot.ts';
import type { Drift, DriftKind } from './drift.ts';

/** The drifts of several environments that people have accepted. Plain JSON, made to be reviewed and kept in git. */
export interface Baseline {
  readonly formatVersion: typeof baselineFormatVersion;
  /** By environment, both they and their entries in the order of their names. */
  readonly environments: { readonly [environment: string]: readonly BaselineEntry[] };
}

/** Raised when the meaning of the file, or what `state` is made of, changes. */
export const baselineFormatVersion = 1;

/** One drift that is accepted for as long as it stays exactly as it was. */
export interface BaselineEntry {
  readonly id: ObjectId;
  readonly kind: DriftKind;
  readonly attribute?: string;
  /** Names the drift across runs. */
  readonly fingerprint: string;
  /** Names what was expected and what was there when the drift was accepted. */
  readonly state: string;
  /** Why it is accepted, for people to fill in; empty until they do. */
  readonly reason: string;
  /** The day on which it was accepted, in UTC: `2027-01-31`. */
  readonly since: string;
}

/**
 * Accepts drifts. Entries of before that still stand for the same drift in the same state keep their reason and day;
 * those for a drift that has changed keep their reason.
 */
export function acceptDrifts(
  drifts: readonly Drift[],
  before: readonly BaselineEntry[],
  now: Date,
): readonly BaselineEntry[] {
  const known = new Map(before.map((entry) => [entry.fingerprint, entry]));
  return drifts
    .map((drift): BaselineEntry => {
      const old = known.get(drift.fingerprint);
      const state = stateOf(drift);
      return {
        id: drift.id,
        kind: drift.kind,
        ...(drift.attribute === undefined ? {} : { attribute: drift.attribute }),
        fingerprint: drift.fingerprint,
        state,
        reason: old?.reason ?? '',
        since: old?.state === state ? old.since : now.toISOString().slice(0, 10),
      };
    })
    .sort((a, b) => compareNames(a.id, b.id) || compareNames(a.fingerprint, b.fingerprint));
}

/** Makes the file, its environments in the order of their names. */
export function makeBaseline(environments: Baseline['environments']): Baseline {
  const names = Object.keys(environments).sort(compareNames);
  return {
    formatVersion: baselineFormatVersion,
    environments: Object.fromEntries(names.map((name) => [name, environments[name] ?? []])),
  };
}

/** Drifts held against a baseline. */
export interface Weighed {
  /** Not in the baseline, or no longer as it was accepted. */
  readonly fresh: readonly Drift[];
  readonly accepted: readonly Drift[];
  /** Entries whose drift is there, but in another state. */
  readonly changed: readonly BaselineEntry[];
  /** Entries whose drift is gone. */
  readonly gone: readonly BaselineEntry[];
}

/** Tells accepted drifts from new ones. */
export function weighDrifts(drifts: readonly Drift[], baseline: readonly BaselineEntry[]): Weighed {
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const states = new Map(drifts.map((drift) => [drift.fingerprint, stateOf(drift)]));
  const isAccepted = ({ fingerprint }: Drift) =>
    entries.has(fingerprint) && entries.get(fingerprint)?.state === states.get(fingerprint);
  return {
    fresh: drifts.filter((drift) => !isAccepted(drift)),
    accepted: drifts.filter(isAccepted),
    changed: baseline.filter(({ fingerprint, state }) => (states.get(fingerprint) ?? state) !== state),
    gone: baseline.filter(({ fingerprint }) => !states.has(fingerprint)),
  };
}

function stateOf(drift: Drift): string {
  const { expected, actual, includes } = drift;
  const lasting = isStray(drift) ? strayValues(actual) : actual;
  return fingerprintText(JSON.stringify(inKeyOrder([expected, lasting, includes ?? []])));
}

function isStray({ kind, attribute }: Drift): boolean {
  return kind === 'modified' && attribute === 'values';
}

/** The stray values alone: how many rows hold them is another number every day. */
function strayValues(actual: Json): Json {
  if (!Array.isArray(actual)) return (actual as { readonly values?: Json } | null)?.values ?? null;
  return actual
    .map((stray: { readonly value?: string | null }) => stray.value ?? null)
    .sort((a, b) => compareNames(JSON.stringify(a), JSON.stringify(b)));
}

function inKeyOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return Object.fromEntries(
    entries
      .filter(([, item]) => item !== null)
      .sort(([a], [b]) => compareNames(a, b))
      .map(([key, item]) => [key, inKeyOrder(item)]),
  );
}
