import { severities } from '../../lib/diff/severity.ts';
import { type EnvironmentState, keyOf, type RunRecord, type Store } from '../../lib/incidents/store.ts';
import { updateDocument } from '../../lib/incidents/store-update.ts';
import type { RunReport } from '../../lib/report/run-report.ts';
import { unseenIn } from '../../lib/report/unseen.ts';
import { type IncidentContext, incidentWrites } from './incident-writes.ts';

/** What is known of a run besides its report. */
export interface RunContext extends IncidentContext {
  /** Whether people may be told; else incidents are left for the next run to move on. */
  readonly notify: boolean;
  /** Where the whole report is; absent when it could not be kept. */
  readonly report?: string;
  /** When the run may be forgotten. */
  readonly expiresAt: Date;
}

/**
 * Records a run together with what it says of its environment, its incidents and what people are to be told, all or
 * nothing: so two runs at once lose no change, and none is told twice. A run that began before the one that was last
 * recorded leaves the environment's state and incidents alone: its news are old.
 *
 * What rolling scans left for the next run is kept too. Recording the same run twice changes nothing.
 *
 * @throws DriftlineError `state-unavailable`
 */
export async function recordRun(store: Store, report: RunReport, context: RunContext): Promise<void> {
  const runKey = keyOf.run(report.environment, context.runId);
  const stateKey = keyOf.state(report.environment);
  const run = { key: runKey, value: toRecord(report, context), expectedVersion: 0, expiresAt: context.expiresAt };
  for (;;) {
    const [known, state] = await Promise.all([store.read(runKey), store.read(stateKey)]);
    if (known !== undefined) return;
    const isNews = state === undefined || state.value.checkedAt <= report.startedAt;
    const next = nextState(state?.value, report, context);
    const writes = isNews
      ? [
          run,
          { key: stateKey, value: next, expectedVersion: state?.version ?? 0 },
          ...(context.notify ? await incidentWrites(store, report, next.unknownRuns, context) : []),
        ]
      : [run];
    if ((await store.write(writes)) === 'written') break;
  }
  for (const { column, memory } of report.values) {
    if (memory === undefined) continue;
    const cursor = { memory, leftAt: report.startedAt };
    await updateDocument(store, keyOf.cursor(report.environment, column), (current) =>
      current !== undefined && current.leftAt > cursor.leftAt ? undefined : cursor,
    );
  }
}

/** Drifts by severity, every severity named. */
export function countDrifts(report: RunReport): RunRecord['drifts'] {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const severity of severities) counts[severity] = report.drifts.filter((it) => it.severity === severity).length;
  return counts;
}

/** Statements that a repair applied. */
export function countRepaired(report: RunReport): number {
  return report.applied?.results.filter(({ outcome }) => outcome === 'applied').length ?? 0;
}

function toRecord(report: RunReport, context: RunContext): RunRecord {
  return {
    runId: context.runId,
    environment: report.environment,
    outcome: report.outcome,
    drifts: countDrifts(report),
    repaired: countRepaired(report),
    ...(context.report === undefined ? {} : { report: context.report }),
    notify: context.notify,
    startedAt: report.startedAt,
    tookMs: report.tookMs,
  };
}

function nextState(before: EnvironmentState | undefined, report: RunReport, { runId }: RunContext): EnvironmentState {
  const catalogFingerprint = report.plan?.catalogFingerprint ?? before?.catalogFingerprint;
  return {
    outcome: report.outcome,
    ...(catalogFingerprint === undefined ? {} : { catalogFingerprint }),
    runId,
    checkedAt: report.startedAt,
    unknownRuns: hasGap(report) ? (before?.unknownRuns ?? 0) + 1 : 0,
  };
}

/** A rolling scan that goes on in the next run is no gap. */
function hasGap(report: RunReport): boolean {
  return report.outcome === 'unknown' || unseenIn(report).some(({ code }) => code !== 'values-in-part');
}
