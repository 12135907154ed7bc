import type { Drift } from '../../diff/drift.ts';
import { columnsOf, indent, type Line, line, pad, span, widthOf, wrap } from '../layout.ts';
import type { Style } from '../palette.ts';
import type { Outcome, RunReport } from '../run-report.ts';
import { showOnOneLine } from '../sanitize.ts';
import { serverName } from '../server-name.ts';
import type { PlanDetail } from '../text-options.ts';
import { count, countDrifts, duration, moment, unchangedSince } from '../words.ts';
import { appliedLines } from './applied.ts';
import { diagnosticLines } from './diagnostics.ts';
import { driftWord } from './drift-word.ts';
import { driftLines, driftNames, isHead } from './drifts.ts';
import { planLines } from './plan.ts';
import { strayAttribute, valueLines } from './values.ts';

const outcomes: { readonly [outcome in Outcome]: readonly [mark: string, word: string, style: Style] } = {
  inSync: ['✓', 'in sync', 'good'],
  drift: ['✗', 'drift', 'bad'],
  unknown: ['?', 'unknown', 'doubt'],
};

export interface EnvironmentOptions {
  readonly width: number;
  /** Columns to fill the name to, so that the outcomes of several environments stand under each other. */
  readonly nameWidth: number;
  readonly planDetail: PlanDetail;
}

/** Whether one line says everything about an environment. */
export function isQuiet(report: RunReport): boolean {
  return report.outcome === 'inSync' && report.applied === undefined && report.diagnostics.length === 0;
}

/**
 * Shows one environment: one line when it is in sync, else what is different, what would mend it or what a repair did,
 * and the trouble that the run had.
 */
export function environmentLines(
  report: RunReport,
  { width, nameWidth, planDetail }: EnvironmentOptions,
): readonly Line[] {
  const inner = width - 2;
  const sections =
    report.applied === undefined
      ? [...differences(report.drifts, report, inner), ...plan(report, planDetail, inner)]
      : repair(report, report.applied, planDetail, inner);
  const shown = [...sections, diagnosticLines(report.diagnostics, inner)].filter((lines) => lines.length > 0);
  const start = headingOf(report, nameWidth);
  if (report.outcome === 'inSync' && sections.length === 0) {
    return [inOneLine(start, inSyncFacts(report), width), ...indent(shown.flat(), 2)];
  }
  const server = serverFacts(report).join(' · ');
  return [
    ...wrap([...start, ...line(findingsInWords(report))], width, 4),
    ...indent(wrap(line(span(server, 'quiet')), width - 2, 2), 2),
    ...shown.flatMap((lines) => [[], ...indent(lines, 2)]),
  ];
}

type Section = readonly Line[];

function differences(drifts: readonly Drift[], report: RunReport, width: number): readonly Section[] {
  const catalog = drifts.filter((drift) => !isValueDrift(drift));
  const accepted = new Set(report.accepted?.drifts.filter(isValueDrift).map(({ id }) => id));
  const values = report.values.filter(({ column, outcome }) => outcome !== 'stray' || !accepted.has(column));
  return [driftLines(catalog, width), valueLines(values, drifts, width)].filter((lines) => lines.length > 0);
}

function plan(report: RunReport, detail: PlanDetail, width: number): readonly Section[] {
  return report.plan === undefined ? [] : [planLines(report.plan, report.repair, detail, width)];
}

/** What was different, what was done about it, and what is left. */
function repair(
  report: RunReport,
  applied: NonNullable<RunReport['applied']>,
  detail: PlanDetail,
  width: number,
): readonly Section[] {
  const mended = mendedDrifts(report);
  const mendedLines = detail === 'brief' ? driftNames(mended, width - 2) : driftLines(mended, width - 2);
  const remaining = differences(report.drifts, report, width - 2);
  return [
    ...(mended.length === 0 ? [] : [titled('Was different, now as expected', [mendedLines])]),
    appliedLines(applied, detail, width),
    ...(applied.refused === undefined ? [] : plan(report, detail, width)),
    ...(remaining.length === 0 ? [] : [titled('Still different', remaining)]),
  ];
}

/** A migration head is no drift any more once all else is as expected, but it still lags: a diagnostic says so. */
function mendedDrifts({ driftsBefore = [], drifts, diagnostics }: RunReport): readonly Drift[] {
  const left = new Set(drifts.map((drift) => drift.fingerprint));
  const headLags = diagnostics.some(({ code }) => code === 'migration-head-behind');
  return driftsBefore.filter((drift) => !left.has(drift.fingerprint) && !(headLags && isHead(drift.id)));
}

function titled(title: string, sections: readonly Section[]): Section {
  const body = sections.flatMap((lines, i) => (i === 0 ? lines : [[], ...lines]));
  return [line(span(title, 'strong')), ...indent(body, 2)];
}

/** Stray values are shown with their counts, not among the differences of the catalog. */
function isValueDrift(drift: Drift): boolean {
  return drift.attribute === strayAttribute;
}

function headingOf(report: RunReport, nameWidth: number): Line {
  const [mark, word, style] = outcomes[report.outcome];
  return line(
    span(`${mark} `, style),
    ...pad(line(span(report.environment, 'strong')), nameWidth),
    '   ',
    span(report.outcome === 'inSync' && report.applied !== undefined ? `${word} after repair` : word, style),
  );
}

/** The heading and as many facts as fit on its line, the most telling first. */
function inOneLine(start: Line, facts: readonly string[], width: number): Line {
  let shown: Line = start;
  for (const fact of facts) {
    const longer = [...shown, ...line(span(`${shown === start ? '   ' : ' · '}${fact}`, 'quiet'))];
    if (widthOf(longer) > width) break;
    shown = longer;
  }
  return shown;
}

function checkedInWords({ coverage: { objects, valueChecks } }: RunReport): string {
  return [count(objects, 'object'), ...(valueChecks === 0 ? [] : [count(valueChecks, 'value check')])].join(', ');
}

function inSyncFacts(report: RunReport): readonly string[] {
  const { server } = report;
  return [
    checkedInWords(report),
    ...acceptedInWords(report),
    ...unchangedSince(report),
    ...(server === undefined ? [] : [`${server.database} at ${server.address}`]),
    duration(report.tookMs),
    ...(server === undefined ? [] : [serverName(server)]),
    moment(report.startedAt),
  ];
}

function serverFacts(report: RunReport): readonly string[] {
  const { server } = report;
  return [
    ...(server === undefined ? ['not connected'] : [serverName(server), `${server.database} at ${server.address}`]),
    moment(report.startedAt),
    duration(report.tookMs),
    ...unchangedSince(report),
    ...acceptedInWords(report),
  ];
}

/** `3 accepted by baseline.json` */
function acceptedInWords({ accepted }: RunReport): readonly string[] {
  return accepted === undefined ? [] : [`${accepted.drifts.length} accepted by ${showOnOneLine(accepted.by)}`];
}

function findingsInWords(report: RunReport): string {
  if (report.outcome === 'inSync') return `: ${checkedInWords(report)}`;
  if (report.drifts.length > 0) return `: ${countDrifts(report.drifts, driftWord, 3)}`;
  return report.server === undefined ? ': it could not be checked' : ': not everything could be seen';
}

/** The columns of the longest environment name. */
export function nameWidthOf(reports: readonly RunReport[]): number {
  return Math.min(40, Math.max(0, ...reports.map((report) => columnsOf(report.environment))));
}
