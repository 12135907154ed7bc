import type { ApplyReport, LockWaits, StatementOutcome, StatementResult } from '../apply/apply-report.ts';
import type { Style } from './palette.ts';
import { shorten } from './sanitize.ts';
import { count, duration, listOf } from './words.ts';

/** How a statement's outcome is shown at a glance. */
export const outcomeMarks: {
  readonly [outcome in StatementOutcome]: readonly [mark: string, word: string, style: Style];
} = {
  applied: ['✓', 'applied', 'good'],
  alreadyThere: ['=', 'already there', 'good'],
  refused: ['–', 'not run', 'quiet'],
  failed: ['✗', 'failed', 'bad'],
  rolledBack: ['↺', 'rolled back', 'doubt'],
  inDoubt: ['?', 'in doubt', 'doubt'],
};

/** `12 ms`, `12 ms, after 4 lock waits of 0.8 s in all`; nothing for a statement that was not tried. */
export function timeSpent({ tookMs, lockWaits, outcome }: StatementResult): string | undefined {
  const isTried = tookMs > 0 || lockWaits !== undefined || outcome === 'applied';
  if (!isTried) return undefined;
  return lockWaits === undefined ? duration(tookMs) : `${duration(tookMs)}, after ${waitsInWords(lockWaits)}`;
}

/** `4 lock waits of 0.8 s in all` over a whole repair; nothing when it met no lock that it did not get in time. */
export function allWaits({ results }: ApplyReport): string | undefined {
  const all = results.flatMap(({ lockWaits }) => lockWaits ?? []);
  if (all.length === 0) return undefined;
  return waitsInWords(
    all.reduce((sum, { times, waitedMs }) => ({ times: sum.times + times, waitedMs: sum.waitedMs + waitedMs })),
  );
}

function waitsInWords({ times, waitedMs }: LockWaits): string {
  return `${count(times, 'lock wait')} of ${duration(waitedMs)}${times === 1 ? '' : ' in all'}`;
}

const words: { readonly [outcome in StatementOutcome]: string } = {
  applied: 'applied',
  alreadyThere: 'already there',
  refused: 'refused',
  failed: 'tried and failed',
  rolledBack: 'rolled back',
  inDoubt: 'in doubt',
};

/** Whether what the statement was to do is done. */
export function isDone({ outcome }: StatementResult): boolean {
  return outcome === 'applied' || outcome === 'alreadyThere';
}

/** `3 statements in 2.1 s: 2 applied and 1 tried and failed, with 5 lock waits of 0.5 s in all` */
export function repairInWords(applied: ApplyReport): string {
  const { results, tookMs } = applied;
  const groups = [...Map.groupBy(results, ({ outcome }) => outcome)];
  const parts = groups.map(([outcome, group]) => `${group.length} ${words[outcome]}`);
  const waits = allWaits(applied);
  const whole = `${count(results.length, 'statement')} in ${duration(tookMs)}: ${listOf(parts)}`;
  return waits === undefined ? whole : `${whole}, with ${waits}`;
}

/** `ALTER TABLE t ... was tried and failed in 2.0 s, after 4 lock waits of 0.8 s in all: could not lock t`. Hostile text. */
export function resultSentence(result: StatementResult): string {
  const { sql, end } = resultParts(result);
  return `${sql} ${end}`;
}

/** The same in two parts: the beginning of the statement, and what became of it. */
export function resultParts(result: StatementResult): { readonly sql: string; readonly end: string } {
  const { outcome, statement, reason } = result;
  const { text, note } = shorten(statement.sql.replace(/\s+/g, ' '), 80);
  const what = outcome === 'inDoubt' ? 'may or may not have run' : `was ${words[outcome]}`;
  const end = `${what}${timeInWords(result)}${reason === undefined ? '' : `: ${reason}`}`;
  return { sql: note === undefined ? text : `${text}…`, end };
}

function timeInWords(result: StatementResult): string {
  const time = timeSpent(result);
  if (time === undefined) return '';
  return result.outcome === 'applied' || result.outcome === 'failed' ? ` in ${time}` : ` (took ${time})`;
}
