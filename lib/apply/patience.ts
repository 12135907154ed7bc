import type { Session } from '../engines/engine.ts';
import type { Statement } from '../plan/statement.ts';
import type { Sight } from './find-unproved.ts';
import type { RepairRun } from './repair-run.ts';

/** How long others may be kept waiting by one transaction. */
export interface Patience {
  /** How long a statement may wait for its locks; called right before it runs. */
  readonly before: (statement: Statement) => number;
  /**
   * Looks at what the transaction has made. `late`: others have waited long enough, so it must be undone at once; the
   * promise is kept when the comparison has ended.
   */
  readonly proof: () => Promise<Sight | { readonly late: Promise<unknown> }>;
}

/** However long the locks took, comparing may take this long. */
const shortestComparisonMs = 250;

/**
 * Keeps a transaction from blocking others for longer than its lock timeout: from its first lock on, whoever needs the
 * table waits behind us, also while we wait for the lock of another table, and while we look whether all is as it should
 * be.
 *
 * A comparison that takes longer is finished after the rollback. It settles spellings, and remembers them: the next
 * attempt's is quick.
 */
export function startPatience(
  run: Pick<RepairRun, 'now' | 'findDrifts'> & { readonly session: Pick<Session, 'introspect'> },
): Patience {
  let since: number | undefined;
  let longestMs = Number.POSITIVE_INFINITY;
  const left = () => (since === undefined ? longestMs : Math.max(0, since + longestMs - run.now().getTime()));
  return {
    before: ({ locks, lockTimeoutMs }) => {
      if (since !== undefined) return Math.max(1, Math.min(lockTimeoutMs, left()));
      if (locks.length > 0) {
        since = run.now().getTime();
        longestMs = lockTimeoutMs;
      }
      return lockTimeoutMs;
    },
    proof: async () => {
      const request = since === undefined ? {} : { lockTimeoutMs: Math.max(1, left()) };
      const { snapshot } = await run.session.introspect(request);
      const comparison = run.findDrifts(snapshot);
      const drifts = await inTime(comparison, Math.max(shortestComparisonMs, left()));
      return drifts === undefined ? { late: comparison } : { snapshot, drifts };
    },
  };
}

/** Nothing when it takes longer; where that is for ever allowed, no timer runs. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  if (ms === Number.POSITIVE_INFINITY) return work;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
