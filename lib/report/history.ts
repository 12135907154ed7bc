import type { ObjectId } from '../catalog/object-id.ts';
import type { Severity } from '../diff/severity.ts';
import type { CheckReport } from './run-report.ts';

/** The life of one drift in one environment. Times are ISO 8601, UTC. */
export interface IncidentSpan {
  readonly environment: string;
  readonly fingerprint: string;
  readonly id: ObjectId;
  readonly severity: Severity;
  readonly openedAt: string;
  /** Absent while the drift is there. */
  readonly resolvedAt?: string;
}

/**
 * Tells from reports of several runs since when each drift has been there, and which came and went. A run that could not
 * see an environment neither opens nor resolves anything in it.
 *
 * @param reports in any order
 */
export function historyOf(reports: readonly CheckReport[]): readonly IncidentSpan[] {
  const runs = reports
    .flatMap((report) => report.environments)
    .filter((run) => run.outcome !== 'unknown')
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
  const open = new Map<string, IncidentSpan>();
  const closed: IncidentSpan[] = [];
  for (const run of runs) {
    const seen = new Set(run.drifts.map(({ fingerprint }) => fingerprint));
    for (const [key, span] of open) {
      if (span.environment !== run.environment || seen.has(span.fingerprint)) continue;
      closed.push({ ...span, resolvedAt: run.startedAt });
      open.delete(key);
    }
    for (const { fingerprint, id, severity } of run.drifts) {
      const key = JSON.stringify([run.environment, fingerprint]);
      const since = open.get(key)?.openedAt ?? run.startedAt;
      open.set(key, { environment: run.environment, fingerprint, id, severity, openedAt: since });
    }
  }
  return [...closed, ...open.values()].sort((a, b) => (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0));
}
