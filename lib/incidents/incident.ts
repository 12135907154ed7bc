import type { ObjectId } from '../catalog/object-id.ts';
import type { DriftKind } from '../diff/drift.ts';
import type { Severity } from '../diff/severity.ts';

/** What an incident is about: a drift, or an environment that could not be wholly seen. */
export type Subject = {
  /** Names the incident across runs: a drift's fingerprint, or {@link unseenFingerprint}. */
  readonly fingerprint: string;
  readonly id: ObjectId;
  readonly kind: DriftKind | 'unknown';
  readonly attribute?: string;
  readonly severity: Severity;
  /** One sentence that names no value of the database: safe for channels that redact. */
  readonly title: string;
  /** The same sentence with its values, on one line. */
  readonly line: string;
};

/** The incident of an environment that could not be wholly seen; others bear fingerprints, which are hexadecimal. */
export const unseenFingerprint = 'unseen';

/** What people have been told last, and so believe. */
export type Told = 'nothing' | 'open' | 'flapping';

/** The alerting life of one drift: what is known of it, and what people were told. Plain JSON. */
export type Incident = {
  readonly subject: Subject;
  /** `muted`: there, and nobody is told. */
  readonly state: 'open' | 'muted' | 'resolved';
  /** Whether the drift was there when it was last looked at. */
  readonly isPresent: boolean;
  readonly told: Told;
  /** When it was first seen since it was last gone. ISO 8601, UTC, like all times here. */
  readonly openedAt: string;
  /** When people were last told that it is there. */
  readonly toldAt?: string;
  readonly resolvedAt?: string;
  /** How often it has come since it is known. */
  readonly opened: number;
  /** When it came or went lately, for as long as that counts as flapping. */
  readonly flips: readonly string[];
  /** Held back for good by a baseline run, until it is gone. */
  readonly isBaseline?: true;
};

/** The incidents of one environment, by fingerprint. */
export type Incidents = { readonly [fingerprint: string]: Incident };

export const changeKinds = ['opened', 'reopened', 'reminded', 'flapping', 'repaired', 'resolved'] as const;

/**
 * What people are to be told of an incident. `repaired`: it came and was mended in one run, so it never was open to
 * them. `resolved` with `isRepaired`: Driftline mended what had been told.
 */
export type ChangeKind = (typeof changeKinds)[number];

/** One thing to tell: what happened to which incident, and when. Plain JSON. */
export type IncidentChange = {
  readonly change: ChangeKind;
  readonly subject: Subject;
  /** When the run began that saw it. */
  readonly at: string;
  readonly openedAt: string;
  /** Driftline itself mended it. */
  readonly isRepaired?: true;
  /** What is there is accepted now, by the baseline. */
  readonly isAccepted?: true;
  /** Names this change for ever: equal only for the same change, delivered twice. */
  readonly id: string;
};

/** Whether a change says that something is wrong, rather than that it is well again. */
export function isTrouble({ change }: Pick<IncidentChange, 'change'>): boolean {
  return change !== 'resolved' && change !== 'repaired';
}
