import type { Drift } from '../../lib/diff/drift.ts';
import { severities } from '../../lib/diff/severity.ts';
import { fullName } from '../../lib/report/describe.ts';
import { driftSentence } from '../../lib/report/drift-sentence.ts';
import type { CheckReport, Outcome, RunReport } from '../../lib/report/run-report.ts';
import { showOnOneLine } from '../../lib/report/sanitize.ts';
import { withoutExcerpt } from '../../lib/report/unseen.ts';
import { count } from '../../lib/report/words.ts';
import type { ValueFinding } from '../../lib/values/judge-values.ts';
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
    ...(run.drifts.length === 0 ? {} : { drifts: atMost(worstFirst.map((drift) => driftLine(drift, run.values))) }),
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
function driftLine(drift: Drift, values: readonly ValueFinding[]): string {
  return showOnOneLine(`${drift.severity}: ${driftSentence(drift, values)}`);
}

function repairLine(run: RunReport): string {
  if (run.applied?.refused !== undefined) return `nothing was run: ${run.applied.refused.reason}`;
  return `${countRepaired(run)} of ${count(run.applied?.results.length ?? 0, 'statement')} applied`;
}

function atMost(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines), `... and ${lines.length - mostLines} more: see the report`];
}
