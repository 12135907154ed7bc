import type { IncidentSpan } from '../report/history.ts';
import { type Incidents, unseenFingerprint } from './incident.ts';

/** When each drift that incidents tell of came and went, oldest first, as reports draw it. */
export function incidentSpans(environment: string, incidents: Incidents): readonly IncidentSpan[] {
  return Object.values(incidents)
    .filter(({ subject }) => subject.fingerprint !== unseenFingerprint)
    .map(({ subject, openedAt, resolvedAt, isPresent }) => ({
      environment,
      fingerprint: subject.fingerprint,
      id: subject.id,
      severity: subject.severity,
      openedAt,
      ...(isPresent || resolvedAt === undefined ? {} : { resolvedAt }),
    }))
    .sort((a, b) => (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0));
}
