import type { IncidentSpan } from '../report/history.ts';
import type { RunReport } from '../report/run-report.ts';
import { type Incident, type Incidents, type Subject, unseenFingerprint } from './incident.ts';
import { sightOf } from './sight.ts';

/** When each drift that incidents tell of came and went, oldest first, as reports draw it. */
export function incidentSpans(environment: string, incidents: Incidents): readonly IncidentSpan[] {
  return Object.values(incidents)
    .filter(({ subject }) => subject.fingerprint !== unseenFingerprint)
    .map((incident) => spanOf(environment, incident))
    .sort((a, b) => (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0));
}

/**
 * The same as it is after a run: what the run saw for the first time begins with it, and what it looked for in vain ends
 * with it. For the run's own report, which is drawn before its incidents are recorded.
 *
 * @param before the incidents of the report's environment, as earlier runs left them
 */
export function spansAfter(report: RunReport, before: Incidents): readonly IncidentSpan[] {
  const { at, present, wasLookedAt } = sightOf(report);
  const there = new Map(present.map((subject) => [subject.fingerprint, subject]));
  const known = Object.entries(before).map(([fingerprint, incident]): [string, Incident] => {
    const subject = there.get(fingerprint);
    if (subject !== undefined) return [fingerprint, incident.isPresent ? incident : begin(subject, at)];
    const isOver = incident.isPresent && wasLookedAt(incident);
    return [fingerprint, isOver ? { ...incident, isPresent: false, resolvedAt: at } : incident];
  });
  const fresh = present.map((subject): [string, Incident] => [subject.fingerprint, begin(subject, at)]);
  return incidentSpans(report.environment, Object.fromEntries([...fresh, ...known]));
}

function begin(subject: Subject, at: string): Incident {
  return { subject, state: 'open', isPresent: true, told: 'nothing', openedAt: at, opened: 1, flips: [] };
}

function spanOf(environment: string, { subject, openedAt, resolvedAt, isPresent }: Incident): IncidentSpan {
  return {
    environment,
    fingerprint: subject.fingerprint,
    id: subject.id,
    severity: subject.severity,
    openedAt,
    ...(isPresent || resolvedAt === undefined ? {} : { resolvedAt }),
  };
}
