import type { IncidentChange } from '../incidents/incident.ts';
import type { Alert, Remedy } from './alert.ts';

/** Raised when the meaning of a body or a detail changes; fields may be added without. */
export const alertFormatVersion = 1;

/** What a program is told of one change; published as `schema/alert.schema.json`. */
export interface ChangeDetail extends Remedy {
  readonly change: IncidentChange['change'];
  /** The same for the same change, however often it arrives. */
  readonly id: string;
  readonly fingerprint: string;
  readonly object: string;
  readonly kind: IncidentChange['subject']['kind'];
  readonly attribute?: string;
  readonly severity: IncidentChange['subject']['severity'];
  readonly summary: string;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
  readonly at: string;
  /** Driftline itself mended it. */
  readonly repaired: boolean;
}

/** Says one change to a program. */
export function changeDetail(
  { change, id, subject, openedAt, at, isRepaired }: IncidentChange,
  { remedies }: Alert,
  isRedacted: boolean,
): ChangeDetail {
  const { fingerprint, id: object, kind, attribute, severity, title, line } = subject;
  return {
    change,
    id,
    fingerprint,
    object,
    kind,
    ...(attribute === undefined ? {} : { attribute }),
    severity,
    summary: isRedacted ? title : line,
    openedAt,
    at,
    repaired: isRepaired === true,
    ...(isRedacted ? {} : remedies[fingerprint]),
  };
}
