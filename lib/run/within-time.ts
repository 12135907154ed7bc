import type { Diagnostic } from '../diagnostic.ts';

/** How a check ends that must be over at a certain moment. */
export interface TimeLimit {
  /** Aborts when checks must come to their end: none begins any more, and a repair stops before its next step. */
  readonly signal: AbortSignal;
  /** How long after the abort a check may still take to end by itself. */
  readonly graceMs: number;
}

/** Says that an environment was not looked at because time ran out. */
export function notReached(when: 'before' | 'during'): Diagnostic {
  return {
    level: 'error',
    code: 'time-ran-out',
    message: `time ran out ${when} this environment's check`,
    remedy: 'Give the run more time, check fewer environments in one run, or shorten statementTimeout.',
  };
}

/**
 * Awaits a check, but not for ever: once the limit's signal and grace are over, `late` answers in its place and the
 * check is left to itself.
 */
export async function withinTime<T>(check: Promise<T>, limit: TimeLimit, late: () => T): Promise<T> {
  const over = Promise.withResolvers<T>();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => over.resolve(late()), limit.graceMs);
  };
  if (limit.signal.aborted) begin();
  else limit.signal.addEventListener('abort', begin, { once: true });
  try {
    return await Promise.race([check, over.promise]);
  } finally {
    limit.signal.removeEventListener('abort', begin);
    clearTimeout(timer);
  }
}
