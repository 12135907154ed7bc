import { type Severity, severities, worstOf } from '../diff/severity.ts';
import { type IncidentChange, isTrouble } from '../incidents/incident.ts';
import { count, listOf, moment } from '../report/words.ts';
import type { Alert, Remedy } from './alert.ts';

/** A message in the order in which it is read, before it becomes Slack's, a mail's or a card's. */
export interface Message {
  /** One line: where, and how bad. */
  readonly headline: string;
  /** The worst that is wrong; absent when all is well again. */
  readonly worst?: Severity;
  readonly sections: readonly Section[];
  readonly owners: Alert['owners'];
  /** Small print: which run, what else is open. */
  readonly footer: string;
  readonly links: readonly { readonly text: string; readonly url: string }[];
}

export interface Section {
  readonly title: string;
  readonly severity?: Severity;
  readonly items: readonly Item[];
  /** How many more there are. */
  readonly more: number;
}

export interface Item extends Remedy {
  readonly line: string;
}

/** Most lines of what drifted, over all severities. */
const mostLines = 10;

/** Most lines of what is well again, and of what was not seen. */
const mostAsides = 5;

/**
 * Says in plain words what an alert is about. Where the channel redacts, no value of the database is in it.
 */
export function messageOf(alert: Alert, isRedacted: boolean): Message {
  const trouble = alert.changes.filter(isTrouble);
  const worst = worstOf(trouble.map(({ subject }) => subject.severity));
  const good = alert.changes.filter((change) => !isTrouble(change));
  const lineOf = (change: IncidentChange): Item => itemOf(change, alert, isRedacted);
  return {
    headline: `${alert.isTest ? 'Test: ' : ''}${alert.environment}: ${summary(alert.changes)}`,
    ...(worst === undefined ? {} : { worst }),
    sections: [
      ...bySeverity(trouble.filter(({ subject }) => subject.kind !== 'unknown')).map(
        ({ severity, shown, more }): Section => ({ title: titles[severity], severity, items: shown.map(lineOf), more }),
      ),
      ...aside('Not seen', unseenLines(alert, isRedacted)),
      ...aside('Repair', repairLines(alert, isRedacted)),
      ...aside(
        'Repaired by Driftline',
        good.filter(({ isRepaired }) => isRepaired).map((it) => lineOf(it).line),
      ),
      ...aside(
        'Resolved',
        good.filter(({ isRepaired }) => !isRepaired).map((it) => lineOf(it).line),
      ),
    ],
    owners: alert.owners,
    footer: `Run of ${moment(alert.at)}${alert.stillOpen === 0 ? '' : ` · ${count(alert.stillOpen, 'incident')} open in ${alert.environment}`}`,
    links: [
      ...(alert.report === undefined ? [] : [{ text: 'Report', url: alert.report }]),
      ...(alert.runbook === undefined ? [] : [{ text: 'Runbook', url: alert.runbook }]),
    ],
  };
}

const titles: { readonly [severity in Severity]: string } = {
  critical: 'Critical: queries fail now',
  high: 'High: the next write may fail',
  medium: 'Medium: slower or weaker than promised',
  low: 'Low',
};

/** `3 drifts, 1 still there and 2 resolved` */
function summary(changes: readonly IncidentChange[]): string {
  const unseen = changes.filter((change) => change.subject.kind === 'unknown');
  const drifts = changes.filter((change) => change.subject.kind !== 'unknown');
  const having = (...kinds: readonly IncidentChange['change'][]) =>
    drifts.filter(({ change }) => kinds.includes(change)).length;
  const [opened, reminded, flapping, repaired, resolved] = [
    having('opened', 'reopened'),
    having('reminded'),
    having('flapping'),
    having('repaired'),
    having('resolved'),
  ];
  const parts = [
    opened > 0 && openedWords(drifts.filter(({ change }) => change === 'opened' || change === 'reopened')),
    reminded > 0 && `${count(reminded, 'drift')} still there`,
    flapping > 0 && `${count(flapping, 'drift')} coming and going`,
    unseen.some(isTrouble) && 'not everything could be looked at',
    repaired > 0 && `${count(repaired, 'drift')} repaired`,
    resolved > 0 && `${count(resolved, 'drift')} resolved`,
    unseen.some((change) => !isTrouble(change)) && 'everything can be looked at again',
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'nothing to tell' : listOf(parts);
}

/** `1 critical drift`, `40 drifts (10 critical)` */
function openedWords(opened: readonly IncidentChange[]): string {
  const worst = worstOf(opened.map(({ subject }) => subject.severity)) ?? 'low';
  if (opened.length === 1) return `1 ${worst} drift`;
  const atWorst = opened.filter(({ subject }) => subject.severity === worst).length;
  return `${count(opened.length, 'drift')} (${atWorst === opened.length ? 'all' : atWorst} ${worst})`;
}

/** The first lines over all severities, the worst first; each severity says how many more it has. */
function bySeverity(trouble: readonly IncidentChange[]) {
  let room = mostLines;
  return severities.flatMap((severity) => {
    const all = trouble.filter(({ subject }) => subject.severity === severity);
    if (all.length === 0) return [];
    const shown = all.slice(0, room);
    room -= shown.length;
    return [{ severity, shown, more: all.length - shown.length }];
  });
}

function itemOf(
  { change, subject, at, openedAt, isAccepted }: IncidentChange,
  alert: Alert,
  isRedacted: boolean,
): Item {
  const notes = {
    opened: '',
    reopened: ' (again)',
    reminded: ` (since ${moment(openedAt)})`,
    flapping: ' (comes and goes; told again when it is steady)',
    repaired: '',
    resolved: isAccepted ? ' (accepted by the baseline)' : '',
  };
  const earlier = at === alert.at ? '' : ` (seen ${moment(at)})`;
  const said = isRedacted ? subject.title : subject.line;
  // "is missing" would be untrue of what is gone: its name says enough.
  const line = `${change === 'resolved' || change === 'repaired' ? `was: ${said}` : said}${notes[change]}${earlier}`;
  const remedy = isRedacted || !isTrouble({ change }) ? {} : (alert.remedies[subject.fingerprint] ?? {});
  return { line, ...remedy };
}

/** The whole first, then what went wrong, then what was done. Statements quote the database, counts do not. */
function repairLines({ repairTrouble, repairRecord = [] }: Alert, isRedacted: boolean): readonly string[] {
  const [whole, ...done] = repairRecord;
  const heading = whole === undefined ? [] : [whole];
  if (isRedacted) return [...heading, ...repairTrouble.map(() => 'a statement did not run')];
  return [...heading, ...repairTrouble, ...done];
}

function unseenLines({ unseen, changes }: Alert, isRedacted: boolean): readonly string[] {
  if (unseen.length === 0) {
    return changes
      .filter((change) => change.subject.kind === 'unknown' && isTrouble(change))
      .map((it) => it.subject.title);
  }
  return isRedacted ? [`${count(unseen.length, 'gap')}: see the report`] : unseen;
}

function aside(title: string, lines: readonly string[]): readonly Section[] {
  if (lines.length === 0) return [];
  return [
    {
      title,
      items: lines.slice(0, mostAsides).map((line) => ({ line })),
      more: Math.max(0, lines.length - mostAsides),
    },
  ];
}
