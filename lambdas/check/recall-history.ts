import { spansAfter } from '../../lib/incidents/incident-spans.ts';
import type { Store } from '../../lib/incidents/store.ts';
import type { IncidentSpan } from '../../lib/report/history.ts';
import type { CheckReport } from '../../lib/report/run-report.ts';

/** Longest time for it: the report is not to be lost with a table that hangs. */
const recallMs = 3_000;

/**
 * Since when each drift of a report has been there, and which are gone, by the incidents that earlier runs left and by what
 * this one saw. Nothing where that cannot be read in time: a report without it is better than none.
 *
 * @param onTrouble is told why there is none
 */
export async function recallHistory(
  report: CheckReport,
  store: Store,
  onTrouble: (error: unknown) => void,
  withinMs = recallMs,
): Promise<readonly IncidentSpan[]> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), withinMs);
  const read = Promise.all(
    report.environments.map(async (run) => {
      const books = await store.list('incidents', run.environment);
      return spansAfter(run, Object.assign({}, ...books.map(({ value }) => value.incidents)));
    }),
  );
  try {
    return (await Promise.race([read, late.promise])).flat();
  } catch (error) {
    // What is still on its way may fail as well, and nobody waits for it any more.
    read.catch(() => {});
    onTrouble(error);
    return [];
  } finally {
    clearTimeout(timer);
  }
}
