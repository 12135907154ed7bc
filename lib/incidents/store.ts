import type { OutboxEntry } from '../alerts/alert.ts';
import type { Parcel } from '../alerts/route.ts';
import type { Json } from '../catalog/snapshot.ts';
import type { Severity } from '../diff/severity.ts';
import type { Outcome } from '../report/run-report.ts';
import type { Incidents } from './incident.ts';
import type { Mute } from './mute.ts';

/** What is remembered of one environment between runs. */
export interface EnvironmentState {
  readonly outcome: Outcome;
  /** Of the catalog that was last seen; absent while none has been. */
  readonly catalogFingerprint?: string;
  /** Of the last run that was recorded, whatever came of it. */
  readonly runId: string;
  /** When that run began: ISO 8601, UTC. */
  readonly checkedAt: string;
  /** How many runs in a row, up to the last one, could not look at everything. */
  readonly unknownRuns: number;
}

/** Where the rolling scan of a column's values goes on. */
export interface ValueCursor {
  /** In the engine's own notation: nobody else reads it. */
  readonly memory: { readonly [key: string]: Json };
  /** When the run began that left it: ISO 8601, UTC. */
  readonly leftAt: string;
}

/** Whether two spellings of one definition mean the same, as the arbiter found. */
export interface ArbiterVerdict {
  readonly verdict: 'same' | 'different';
}

/** Some of an environment's incidents: those whose fingerprints begin alike, so that all of them fit into one write. */
export interface IncidentBook {
  readonly incidents: Incidents;
}

/** What waits until quiet hours are over. */
export interface WaitingParcels {
  readonly parcels: readonly Parcel[];
}

/**
 * How far one message has come on one channel. `sending`: somebody is at it, or died at it. `doubtful`: it may have been
 * posted, so nobody posts it again. `waiting` and `rejected`: it surely was not posted, and can be tried again.
 */
export interface Delivery {
  readonly state: 'sending' | 'sent' | 'doubtful' | 'waiting' | 'rejected';
  /** When whoever is `sending` is dead for certain. ISO 8601, UTC. */
  readonly leaseUntil: string;
  readonly attempts: number;
  /** What came of the last attempt. */
  readonly why?: string;
  /** Where a message goes in several requests: the requests that have been answered well. */
  readonly sentParts?: number;
}

/** That a run looked at every environment it was to look at. */
export interface Beat {
  readonly runId: string;
}

/** One run of one environment, short: the whole report is elsewhere. */
export interface RunRecord {
  readonly runId: string;
  readonly environment: string;
  readonly outcome: Outcome;
  readonly drifts: { readonly [severity in Severity]: number };
  /** Statements that a repair applied. */
  readonly repaired: number;
  /** Where the whole report is; absent when it could not be kept. */
  readonly report?: string;
  /** Whether people may be told of this run. */
  readonly notify: boolean;
  readonly startedAt: string;
  readonly tookMs: number;
}

/** Who does a scheduled run, so that the same time delivered twice runs once. */
export interface RunClaim {
  readonly runId: string;
  /** The invocation that does it: a retry has the same. */
  readonly owner: string;
  readonly state: 'running' | 'done';
  /** When a claim that is still `running` may be taken over: its owner is dead by then. ISO 8601, UTC. */
  readonly leaseUntil: string;
  /** What the run answered, once it is done. */
  readonly answer?: Json;
}

/** Every kind of document that is kept, and its shape. */
export interface Documents {
  readonly state: EnvironmentState;
  readonly cursor: ValueCursor;
  readonly verdict: ArbiterVerdict;
  readonly incidents: IncidentBook;
  readonly waiting: WaitingParcels;
  readonly mute: Mute;
  readonly outbox: OutboxEntry;
  readonly delivery: Delivery;
  readonly beat: Beat;
  readonly run: RunRecord;
  readonly claim: RunClaim;
}

export type DocumentKind = keyof Documents;

/** Names one document. Those of one kind and group are listed together, in the order of their ids. */
export interface DocumentKey<K extends DocumentKind = DocumentKind> {
  readonly kind: K;
  readonly group: string;
  readonly id: string;
}

/** The only place that knows how documents are grouped. */
export const keyOf = {
  state: (environment: string): DocumentKey<'state'> => ({ kind: 'state', group: 'all', id: environment }),
  cursor: (environment: string, column: string): DocumentKey<'cursor'> => ({
    kind: 'cursor',
    group: environment,
    id: column,
  }),
  verdict: (engine: string, hash: string): DocumentKey<'verdict'> => ({ kind: 'verdict', group: engine, id: hash }),
  /** @param shelf what the fingerprints in it begin with */
  incidents: (environment: string, shelf: string): DocumentKey<'incidents'> => ({
    kind: 'incidents',
    group: environment,
    id: shelf,
  }),
  waiting: (environment: string): DocumentKey<'waiting'> => ({ kind: 'waiting', group: 'all', id: environment }),
  mute: (id: string): DocumentKey<'mute'> => ({ kind: 'mute', group: 'all', id }),
  /** @param id an alert's, which begins with the time: entries are kept by day */
  outbox: (id: string): DocumentKey<'outbox'> => ({ kind: 'outbox', group: id.slice(0, 10), id }),
  delivery: (id: string, channel: string): DocumentKey<'delivery'> => ({
    kind: 'delivery',
    group: id.slice(0, 10),
    id: `${id} ${channel}`,
  }),
  beat: (id: string): DocumentKey<'beat'> => ({ kind: 'beat', group: 'all', id }),
  /** @param runId begins with the time, so that runs are listed by age */
  run: (environment: string, runId: string): DocumentKey<'run'> => ({ kind: 'run', group: environment, id: runId }),
  claim: (work: string): DocumentKey<'claim'> => ({ kind: 'claim', group: 'all', id: work }),
};

/** A document with the count of its writes, by which a writer proves that nobody came in between. */
export interface Stored<K extends DocumentKind> {
  readonly key: DocumentKey<K>;
  readonly value: Documents[K];
  readonly version: number;
}

/** A new text for a document. */
export interface Write<K extends DocumentKind = DocumentKind> {
  readonly key: DocumentKey<K>;
  readonly value: Documents[K];
  /** The version that was read; 0 for a document that was not there. */
  readonly expectedVersion: number;
  /** When it may be forgotten; absent: never. */
  readonly expiresAt?: Date;
}

/** Most documents that one {@link Store.write} takes: what DynamoDB takes in one transaction. */
const mostWrites = 100;

/**
 * Remembers what must outlive a run. Nothing is ever deleted: documents expire, and an expired one is as good as absent
 * at once, whenever it is really removed.
 *
 * @throws DriftlineError `state-unavailable` when the store cannot be reached in time
 */
export interface Store {
  readonly read: <K extends DocumentKind>(key: DocumentKey<K>) => Promise<Stored<K> | undefined>;
  /** All documents of a kind and group, by id. */
  readonly list: <K extends DocumentKind>(
    kind: K,
    group: string,
    options?: { readonly newestFirst?: boolean; readonly limit?: number },
  ) => Promise<readonly Stored<K>[]>;
  /**
   * Writes all documents or none. `conflict`: another writer changed one of them since it was read, so nothing was
   * written; read again and decide again.
   *
   * @throws RangeError for no writes, more than a hundred, or two of one document
   */
  readonly write: (writes: readonly Write[]) => Promise<'written' | 'conflict'>;
}

/** @throws RangeError for writes that no store takes */
export function requireWritable(writes: readonly Write[]): void {
  if (writes.length === 0 || writes.length > mostWrites) {
    throw new RangeError(`one write takes 1 to ${mostWrites} documents, not ${writes.length}`);
  }
  const names = new Set(writes.map(({ key }) => JSON.stringify([key.kind, key.group, key.id])));
  if (names.size < writes.length) throw new RangeError('one write cannot hold the same document twice');
}
