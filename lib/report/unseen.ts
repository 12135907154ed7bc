import { fullName } from './describe.ts';
import type { CheckReport, RunReport } from './run-report.ts';
import { isMissing } from './text/values.ts';
import { count } from './words.ts';

/** Something that could not be looked at. */
export interface Unseen {
  /** The stable name of the trouble. */
  readonly code: string;
  readonly message: string;
  /** The lines of the text where it happened. */
  readonly excerpt?: readonly string[];
  readonly remedy?: string;
}

/**
 * Everything of an environment that could not be seen, so that nothing is called well that nobody looked at: errors of
 * the run, columns that could not be judged, and those of which only a part of the rows was seen.
 */
export function unseenIn(run: RunReport): readonly Unseen[] {
  const unseen = reasonsIn(run);
  if (unseen.length > 0 || run.outcome !== 'unknown') return unseen;
  return [{ code: 'not-seen', message: 'not everything could be seen' }];
}

/** The sentence of a diagnostic's message, and the numbered lines of a text that follow it. */
export function withoutExcerpt(text: string): Pick<Unseen, 'message' | 'excerpt'> {
  const at = text.search(/\n *\d+ \| /);
  return at < 0 ? { message: text } : { message: text.slice(0, at), excerpt: text.slice(at + 1).split('\n') };
}

function reasonsIn({ diagnostics, values, drifts }: RunReport): readonly Unseen[] {
  const told = new Set(diagnostics.map(({ id }) => id));
  return [
    ...diagnostics
      .filter(({ level }) => level === 'error')
      .map(({ code, message, remedy }) => ({
        code,
        ...withoutExcerpt(message),
        ...(remedy === undefined ? {} : { remedy }),
      })),
    ...values.flatMap(({ outcome, column, reason, coverage }): readonly Unseen[] => {
      if (outcome === 'unknown') {
        if (told.has(column) || isMissing(column, drifts)) return [];
        return [{ code: 'values-unseen', message: `${fullName(column)}: ${reason ?? 'its values could not be seen'}` }];
      }
      if (coverage >= 1) return [];
      const part = Math.floor(coverage * 1000) / 10;
      return [{ code: 'values-in-part', message: `${fullName(column)}: only ${part} % of the rows were looked at` }];
    }),
  ];
}

/** Whether everything was seen and is as expected. */
export function isAllGood({ outcome, environments }: CheckReport): boolean {
  return outcome === 'inSync' && environments.length > 0 && environments.every((run) => unseenIn(run).length === 0);
}

/** How many environments stand how, the worst first: `1 unknown, 3 with drift, 1 in sync`. */
export function standing({ environments }: CheckReport): string {
  const having = (outcome: RunReport['outcome']) => environments.filter((run) => run.outcome === outcome).length;
  const parts = [
    [having('unknown'), 'unknown'],
    [having('drift'), 'with drift'],
    [having('inSync'), 'in sync'],
  ] as const;
  const named = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return named.length === 0 ? count(0, 'environment') : named.join(', ');
}
