import type { Drift } from '../diff/drift.ts';
import { severities } from '../diff/severity.ts';
import { type IncidentChange, type Incidents, isTrouble } from '../incidents/incident.ts';
import { isDone, repairInWords, resultSentence } from '../report/repair-words.ts';
import type { RunReport } from '../report/run-report.ts';
import { shorten, showOnLines, showOnOneLine } from '../report/sanitize.ts';
import { unseenIn } from '../report/unseen.ts';
import type { Alert, OutboxEntry, Remedy } from './alert.ts';
import { ownersOf, type Parcel } from './route.ts';
import type { AlertSettings } from './settings.ts';

/** What is known of a run besides its report. */
export interface RunFacts {
  readonly runId: string;
  /** The page that shows the whole report. */
  readonly reportPage?: string;
}

/** Most changes in one record: with all that they hold, they stay well below the 400 KB of a DynamoDB item. */
const mostChangesAPart = 250;

/** Most drifts whose remedy travels along: no message shows more. */
const mostRemedies = 10;

const longest = { hint: 300, sql: 600, sentence: 300 } as const;
const mostSentences = 10;

/**
 * Composes what a run has to tell into records for the outbox: one, unless there is more than a record holds.
 *
 * @param parcels what is to be told now, this run's and what waited
 * @param incidents all incidents of the environment after the run
 */
export function composeEntries(
  parcels: readonly Parcel[],
  report: RunReport,
  incidents: Incidents,
  facts: RunFacts,
  settings: AlertSettings,
): readonly OutboxEntry[] {
  const byId = new Map(parcels.map(({ change }) => [change.id, change]));
  const changes = [...byId.values()].sort(worstFirst);
  const parts = Math.ceil(changes.length / mostChangesAPart);
  const common = commonOf(report, incidents, facts, settings);
  return Array.from({ length: parts }, (_, index) => {
    const its = changes.slice(index * mostChangesAPart, (index + 1) * mostChangesAPart);
    const placeOf = new Map(its.map(({ id }, place) => [id, place]));
    const told = parcels.filter(({ change }) => placeOf.has(change.id));
    const byChannel = Map.groupBy(told, ({ channel }) => channel);
    const id = `${facts.runId} ${report.environment}${index === 0 ? '' : ` ${index + 1}`}`;
    return {
      alert: {
        ...common,
        id,
        changes: its,
        remedies: index === 0 ? remediesOf(its, report) : {},
        owners: ownersOf(
          its.filter(isTrouble).map(({ subject }) => subject.id),
          report.environment,
          settings.owners,
        ),
      },
      channels: Object.fromEntries(
        [...byChannel].map(([channel, its]) => [
          channel,
          [...new Set(its.flatMap(({ change }) => placeOf.get(change.id) ?? []))].sort((a, b) => a - b),
        ]),
      ),
      part: index + 1,
      parts,
    };
  });
}

function commonOf(report: RunReport, incidents: Incidents, facts: RunFacts, settings: AlertSettings) {
  const { environment, outcome, startedAt } = report;
  return {
    environment,
    runId: facts.runId,
    at: startedAt,
    outcome,
    repairTrouble: repairTrouble(report).slice(0, mostSentences),
    repairRecord: repairRecord(report).slice(0, mostSentences),
    unseen: unseenIn(report)
      .slice(0, mostSentences)
      .map(({ message, remedy }) => sentence(remedy === undefined ? message : `${message}. ${remedy}`)),
    stillOpen: Object.values(incidents).filter(({ state }) => state === 'open').length,
    ...(facts.reportPage === undefined ? {} : { report: facts.reportPage }),
    ...(settings.runbook === undefined ? {} : { runbook: settings.runbook }),
  } satisfies Partial<Alert>;
}

/** Trouble before what is well again, the worst first. */
function worstFirst(a: IncidentChange, b: IncidentChange): number {
  const rank = (change: IncidentChange) => [isTrouble(change) ? 0 : 1, severities.indexOf(change.subject.severity)];
  const [[aTrouble = 0, aSeverity = 0], [bTrouble = 0, bSeverity = 0]] = [rank(a), rank(b)];
  return aTrouble - bTrouble || aSeverity - bSeverity;
}

function remediesOf(changes: readonly IncidentChange[], report: RunReport): Alert['remedies'] {
  const driftOf = new Map(report.drifts.map((drift) => [drift.fingerprint, drift]));
  const found = changes.filter(isTrouble).flatMap(({ subject }): [string, Remedy][] => {
    const drift = driftOf.get(subject.fingerprint);
    if (drift === undefined) return [];
    const remedy = remedyOf(drift, report);
    return Object.keys(remedy).length === 0 ? [] : [[subject.fingerprint, remedy]];
  });
  return Object.fromEntries(found.slice(0, mostRemedies));
}

function remedyOf({ id, hint, attribute }: Drift, { plan, values }: RunReport): Remedy {
  const statements = plan?.statements.filter(({ causedBy }) => causedBy.includes(id)) ?? [];
  const suggestion = attribute === 'values' ? values.find(({ column }) => column === id)?.suggestion : undefined;
  const text = statements.length > 0 ? statements.map(({ sql }) => `${sql};`).join('\n') : suggestion;
  return {
    ...(hint === undefined ? {} : { hint: cut(showOnOneLine(hint), longest.hint) }),
    ...(text === undefined ? {} : { sql: cut(showOnLines(text).join('\n'), longest.sql) }),
  };
}

function repairTrouble({ applied }: RunReport): readonly string[] {
  if (applied === undefined) return [];
  if (applied.refused !== undefined) return [sentence(`nothing was repaired: ${applied.refused.reason}`)];
  return applied.results.filter((result) => !isDone(result)).map((result) => sentence(resultSentence(result)));
}

/** How the repair went as a whole, then what it did; nothing where none ran. */
function repairRecord({ applied }: RunReport): readonly string[] {
  if (applied === undefined || applied.refused !== undefined || applied.results.length === 0) return [];
  const done = applied.results.filter(isDone).map((result) => sentence(resultSentence(result)));
  return [repairInWords(applied), ...done];
}

function sentence(text: string): string {
  return cut(showOnOneLine(text), longest.sentence);
}

function cut(text: string, most: number): string {
  const { text: kept, note } = shorten(text, most);
  return note === undefined ? kept : `${kept}…`;
}
