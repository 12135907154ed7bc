import type { Json } from '../../lib/catalog/snapshot.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import { severities } from '../../lib/diff/severity.ts';
import { attributeWord, describeAttribute, fullName } from '../../lib/report/describe.ts';
import type { CheckReport, Outcome, RunReport } from '../../lib/report/run-report.ts';
import { shorten, showOnOneLine } from '../../lib/report/sanitize.ts';
import { withoutExcerpt } from '../../lib/report/unseen.ts';
import { count } from '../../lib/report/words.ts';
import { countRepaired } from './record-run.ts';
import type { KeptReport } from './report-bucket.ts';

/** What the function answers: made to be read in the result pane of the Lambda console. */
export interface Answer {
  readonly outcome: Outcome;
  readonly environments: { readonly [name: string]: EnvironmentAnswer };
  /** Where the whole report is, or why it could not be kept. */
  readonly report: KeptReport | { readonly notKept: string };
  readonly runId: string;
  readonly tookMs: number;
}

export interface EnvironmentAnswer {
  readonly outcome: Outcome;
  /** Worst first, a line each. */
  readonly drifts?: readonly string[];
  /** What a repair did. */
  readonly repaired?: string;
  /** What could not be seen, and what to do about it. */
  readonly notSeen?: readonly string[];
  readonly seen: string;
}

/** Most lines an environment; the rest is in the report. */
const mostLines = 50;

/** Sums a report up, environment by environment: outcome, and one line a drift. */
export function makeAnswer(report: CheckReport, runId: string, kept: Answer['report']): Answer {
  return {
    outcome: report.outcome,
    environments: Object.fromEntries(report.environments.map((run) => [run.environment, answerOf(run)])),
    report: kept,
    runId,
    tookMs: report.tookMs,
  };
}

function answerOf(run: RunReport): EnvironmentAnswer {
  const worstFirst = [...run.drifts].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const troubles = run.diagnostics.filter(({ level }) => level === 'error');
  const notSeen = [
    ...troubles.map(({ message, remedy }) => withRemedy(withoutExcerpt(message).message, remedy)),
    ...run.values.flatMap(({ outcome, column, reason }) =>
      outcome === 'unknown' ? [`${fullName(column)}: ${reason ?? 'its values could not be looked at'}`] : [],
    ),
  ];
  const { objects, valueChecks, valueChecksComplete } = run.coverage;
  return {
    outcome: run.outcome,
    ...(run.drifts.length === 0 ? {} : { drifts: atMost(worstFirst.map(driftLine)) }),
    ...(run.applied === undefined ? {} : { repaired: repairLine(run) }),
    ...(notSeen.length === 0 ? {} : { notSeen: atMost(notSeen.map(showOnOneLine)) }),
    seen: `${count(objects, 'object')}, ${valueChecksComplete} of ${count(valueChecks, 'value check')} complete`,
  };
}

/** What happened and what to do about it, as two sentences. */
export function withRemedy(message: string, remedy: string | undefined): string {
  return remedy === undefined ? message : `${message.replace(/\.$/, '')}. ${remedy}`;
}

/** `critical: table public.content_plans is missing`. */
export function driftLine(drift: Drift): string {
  return showOnOneLine(`${drift.severity}: ${sentence(drift)}`);
}

function sentence({ kind, id, attribute, expected, actual }: Drift): string {
  const name = fullName(id);
  switch (kind) {
    case 'missing':
      return `${name} is missing`;
    case 'unexpected':
      return `${name} is there unexpectedly`;
    case 'invalid':
      return `${name} is there, but not in use`;
    case 'renamed':
      return `${name} is there under another name: ${short(actual)}`;
    case 'modified': {
      const what = attribute ?? '';
      const [should, is] = [expected, actual].map((value) => short(describeAttribute(what, value)));
      return `${name}: ${attributeWord(what)} should be ${should}, is ${is}`;
    }
  }
}

function repairLine(run: RunReport): string {
  if (run.applied?.refused !== undefined) return `nothing was run: ${run.applied.refused.reason}`;
  return `${countRepaired(run)} of ${count(run.applied?.results.length ?? 0, 'statement')} applied`;
}

function short(value: Json): string {
  const { text, note } = shorten(typeof value === 'string' ? value : JSON.stringify(value), 120);
  return note === undefined ? text : `${text}... (${note})`;
}

function atMost(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines), `... and ${lines.length - mostLines} more: see the report`];
}
