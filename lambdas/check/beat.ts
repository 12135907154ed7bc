import { keyOf, type Store } from '../../lib/incidents/store.ts';
import type { CheckReport } from '../../lib/report/run-report.ts';
import type { CheckEvent } from './event.ts';

/** A day: as long as somebody may want to know when the last one was. */
const keptMs = 86_400_000;

/** What stands for an environment that the run did not get to, or not through. */
const incomplete = ['time-ran-out', 'internal-error'];

/**
 * Says that a complete run is over, for the table's stream to hand on: a scheduled one, or one of everything. One that did
 * not get through all of its environments says nothing, and neither does a look at some of them by hand. A schedule that
 * fans out beats once.
 */
export async function tellBeat(
  store: Store,
  report: CheckReport,
  event: Extract<CheckEvent, { kind: 'check' }>,
  runId: string,
  now: Date,
): Promise<void> {
  const isWhole = event.scheduled !== undefined || event.environments === undefined;
  const codes = report.environments.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
  if (!isWhole || report.environments.length === 0 || codes.some((code) => incomplete.includes(code))) return;
  const key = keyOf.beat(event.scheduled?.time ?? runId);
  // A conflict means that another invocation of the same time has said it.
  await store.write([{ key, value: { runId }, expectedVersion: 0, expiresAt: new Date(now.getTime() + keptMs) }]);
}
