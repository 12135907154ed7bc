import type { IncidentChange } from '../incidents/incident.ts';
import type { Outcome } from '../report/run-report.ts';
import type { Owner } from './settings.ts';

/** What helps with one drift. Plain JSON. */
export type Remedy = {
  readonly hint?: string;
  /** The statements that would mend it, cut when they are long. */
  readonly sql?: string;
};

/** All that a message of one environment and run can say, whatever the channel. Plain JSON. */
export type Alert = {
  /** Names this message for ever: whoever gets it twice can tell by this. */
  readonly id: string;
  readonly environment: string;
  readonly runId: string;
  /** When the run began. ISO 8601, UTC. */
  readonly at: string;
  readonly outcome: Outcome;
  readonly changes: readonly IncidentChange[];
  /** By fingerprint, of the worst changes. */
  readonly remedies: { readonly [fingerprint: string]: Remedy };
  /** What a repair could not do, or may have done. */
  readonly repairTrouble: readonly string[];
  /** How a repair went as a whole, then what it did, statement by statement; absent: none ran, or it was not kept. */
  readonly repairRecord?: readonly string[];
  /** What could not be looked at, and why. */
  readonly unseen: readonly string[];
  /** Incidents that are open after this run, told or not. */
  readonly stillOpen: number;
  readonly owners: readonly Owner[];
  /** The page that shows the whole report. */
  readonly report?: string;
  readonly runbook?: string;
  /** Made up, to see whether a channel works. */
  readonly isTest?: true;
};

/** An alert on its way: what is told to whom. Kept until every channel has it. */
export type OutboxEntry = {
  /** Everything that any of the channels is told. */
  readonly alert: Alert;
  /** Which of the changes each channel is told, by their places in the list. */
  readonly channels: { readonly [name: string]: readonly number[] };
  /** From 1; more than one where a run has more to tell than one record holds. */
  readonly part: number;
  readonly parts: number;
};

/** What one channel is told of an entry. */
export function alertFor({ alert, channels }: OutboxEntry, channel: string): Alert {
  const places = channels[channel] ?? [];
  return { ...alert, changes: places.flatMap((place) => alert.changes[place] ?? []) };
}
