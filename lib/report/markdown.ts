import type { ApplyReport, StatementResult } from '../apply/apply-report.ts';
import { kindOf } from '../catalog/object-id.ts';
import type { Drift } from '../diff/drift.ts';
import type { Plan } from '../plan/statement.ts';
import type { ValueFinding } from '../values/judge-values.ts';
import { attributeWord, describeAttribute, describeObject, fullName, localName, onOneLine } from './describe.ts';
import { code, codeBlock, prose } from './markdown-text.ts';
import { repairInWords, resultParts } from './repair-words.ts';
import type { CheckReport, Outcome, RunReport } from './run-report.ts';
import { driftWord } from './text/drift-word.ts';
import { strayAttribute } from './text/values.ts';
import { isAllGood, standing, unseenIn } from './unseen.ts';
import { count, countDrifts, duration, moment, unchangedSince } from './words.ts';
import { worstFirst } from './worst-first.ts';

/** Most drifts of an environment that are listed: a comment or job summary that is too long is not shown at all. */
const mostDrifts = 100;

const marks: { readonly [outcome in Outcome]: string } = {
  inSync: '✅ in sync',
  drift: '❌ drift',
  unknown: '❓ unknown',
};

/**
 * Writes a check as Markdown, for a job summary, a comment on a pull request or a wiki: how each environment stands, then
 * what drifted, what could not be seen and the plan. What comes from a database is shown as code or escaped.
 */
export function renderMarkdown(report: CheckReport): string {
  const { environments } = report;
  const blocks = [
    ['# Driftline'],
    [banner(report)],
    environments.length === 0
      ? []
      : ['| environment | outcome | found | checked |', '|---|---|---|---|', ...environments.map(row)],
    ...environments.flatMap(section),
    [`Checked at ${moment(report.startedAt)} in ${duration(report.tookMs)}.`],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function banner(report: CheckReport): string {
  if (isAllGood(report)) return '**Every environment is as its migrations promise.**';
  const isUnseen = report.environments.some((run) => unseenIn(run).length > 0);
  const note = isUnseen ? ' Not everything could be seen: what is not listed here is not proved to be well.' : '';
  return `**${standing(report)}.**${note}`;
}

function row(run: RunReport): string {
  const unseen = unseenIn(run);
  const found = [
    ...(run.drifts.length === 0 ? [] : [countDrifts(run.drifts, driftWord, 3)]),
    ...(unseen.length === 0 ? [] : [`${count(unseen.length, 'gap')} in what was seen`]),
  ];
  const { objects, valueChecks, valueChecksComplete } = run.coverage;
  const checked = [
    count(objects, 'object'),
    ...(valueChecks === 0 ? [] : [`${valueChecksComplete} of ${count(valueChecks, 'value check')}`]),
    ...unchangedSince(run),
  ];
  return `| ${[code(run.environment), marks[run.outcome], found.join('; ') || 'nothing', checked.join(', ')].join(' | ')} |`;
}

function section(run: RunReport): readonly (readonly string[])[] {
  const unseen = unseenIn(run);
  if (run.drifts.length === 0 && unseen.length === 0 && run.applied === undefined) return [];
  const shown = worstFirst(run.drifts).slice(0, mostDrifts);
  const rest = run.drifts.length - shown.length;
  return [
    [`## ${code(run.environment)}`],
    unseen.length === 0
      ? []
      : [
          '**Could not be seen:**',
          '',
          ...unseen.map(
            ({ message, remedy, code: name }) =>
              `- ${prose(message)} (${code(name)})${remedy === undefined ? '' : `. ${prose(remedy)}`}`,
          ),
        ],
    ...(run.applied === undefined ? [] : [repair(run.applied)]),
    shown.length === 0
      ? []
      : ['| severity | what | expected | actual |', '|---|---|---|---|', ...shown.map((drift) => driftRow(drift, run))],
    rest === 0 ? [] : [`… and ${count(rest, 'more drift')}.`],
    ...run.values.filter(({ outcome }) => outcome === 'stray').map(strays),
    ...(run.plan === undefined ? [] : [plan(run.plan)]),
  ];
}

/** How a repair went, and what became of each statement. */
function repair(applied: ApplyReport): readonly string[] {
  if (applied.refused !== undefined) {
    const { reason, remedy } = applied.refused;
    return [
      `**Repair:** refused, nothing was run: ${prose(reason)}${remedy === undefined ? '' : `. ${prose(remedy)}`}`,
    ];
  }
  return [`**Repair:** ${repairInWords(applied)}.`, '', ...applied.results.map(resultLine)];
}

function resultLine(result: StatementResult): string {
  const { sql, end } = resultParts(result);
  return `- ${code(sql)} ${prose(end)}`;
}

function driftRow(drift: Drift, run: RunReport): string {
  const [expected, actual] = sides(drift, run);
  const hint = drift.hint === undefined ? '' : `<br>${prose(drift.hint)}`;
  const attribute =
    drift.kind === 'modified' && drift.attribute !== undefined ? `, ${attributeWord(drift.attribute)}` : '';
  const what = `${drift.kind} ${code(fullName(drift.id))}${attribute}${hint}`;
  return `| ${drift.severity} | ${what} | ${expected} | ${actual} |`;
}

function sides(drift: Drift, run: RunReport): readonly [string, string] {
  const kind = kindOf(drift.id);
  const shown = (text: string) => (text === '' ? '' : code(text));
  switch (drift.kind) {
    case 'missing':
      return [shown(onOneLine(describeObject(kind, drift.expected))), '*absent*'];
    case 'unexpected':
      return ['*absent*', shown(onOneLine(describeObject(kind, drift.actual)))];
    case 'renamed':
      return [code(localName(String(drift.expected))), code(localName(String(drift.actual)))];
    case 'modified':
    case 'invalid': {
      const finding = run.values.find(({ column }) => column === drift.id);
      if (drift.attribute === strayAttribute && finding !== undefined) {
        return [code(finding.accept.join(', ')), count(finding.strayRows, 'row')];
      }
      const attribute = drift.attribute ?? '';
      return [code(describeAttribute(attribute, drift.expected)), code(describeAttribute(attribute, drift.actual))];
    }
  }
}

function strays(finding: ValueFinding): readonly string[] {
  const rows = (number: number, isAtLeast: boolean) => `${isAtLeast ? 'at least ' : ''}${count(number, 'row')}`;
  return [
    `Stray values in ${code(fullName(finding.column))}: ${rows(finding.strayRows, finding.strayRowsAreAtLeast)}`,
    '',
    ...(finding.strays.length === 0
      ? ['(the values are redacted)']
      : [
          '| value | rows | nearest accepted |',
          '|---|---|---|',
          ...finding.strays.map(
            ({ value, rows: number, rowsAreAtLeast, nearest }) =>
              `| ${value === null ? 'NULL' : code(value)} | ${rows(number, rowsAreAtLeast)} | ${nearest === undefined ? '' : code(nearest)} |`,
          ),
        ]),
    ...(finding.straysAreAtLeast ? ['', '… and more.'] : []),
  ];
}

function plan({ statements, unplanned }: Plan): readonly string[] {
  const safe = statements.filter(({ held }) => held === undefined).length;
  return [
    '<details>',
    `<summary>Plan: ${count(statements.length, 'statement')}, ${safe} safe</summary>`,
    '',
    ...statements.flatMap((statement, i) => [
      `${i + 1}. ${statement.held === undefined ? 'safe' : 'waits for a person'}${statement.hazards.map((hazard) => `; ${code(hazard.code)}: ${prose(hazard.message)}`).join('')}`,
      '',
      ...codeBlock(statement.sql, 'sql'),
      '',
    ]),
    ...unplanned.map(({ id, reason }) => `- not planned: ${code(fullName(id))}: ${prose(reason)}`),
    '',
    '</details>',
  ];
}
