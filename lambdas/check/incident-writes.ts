import { composeEntries } from '../../lib/alerts/compose.ts';
import { type Parcel, routeChanges } from '../../lib/alerts/route.ts';
import type { AlertSettings } from '../../lib/alerts/settings.ts';
import type { Incidents } from '../../lib/incidents/incident.ts';
import { sightOf } from '../../lib/incidents/sight.ts';
import { keyOf, type Store, type Stored, type Write } from '../../lib/incidents/store.ts';
import { transition } from '../../lib/incidents/transition.ts';
import type { RunReport } from '../../lib/report/run-report.ts';

/** What incidents need to know of a run besides its report. */
export interface IncidentContext {
  readonly runId: string;
  readonly alerts: AlertSettings;
  /** What is found is known already: it opens nothing. */
  readonly isBaseline: boolean;
  /** The page that shows the whole report. */
  readonly reportPage?: string;
  readonly now: Date;
  /** How long incidents that are over are remembered. */
  readonly retentionMs: number;
}

/** How long a message can be delivered; its marks are kept for longer. */
const outboxMs = 14 * 86_400_000;

/** Most that waits for the end of quiet hours: what is more is told at once rather than lost. */
const mostWaiting = 250;

/**
 * What one run makes of an environment's incidents, as writes that belong into the transaction that records the run:
 * the incidents that changed, the messages on their way (which the table's stream hands on), and what waits until quiet
 * hours are over.
 *
 * @param unseenRuns runs in a row, this one included, in which not everything could be seen
 */
export async function incidentWrites(
  store: Store,
  report: RunReport,
  unseenRuns: number,
  context: IncidentContext,
): Promise<readonly Write[]> {
  const { environment } = report;
  const { alerts, now, retentionMs } = context;
  const waitingKey = keyOf.waiting(environment);
  const [books, waiting, muted] = await Promise.all([
    store.list('incidents', environment),
    store.read(waitingKey),
    store.list('mute', 'all'),
  ]);
  const before: Incidents = Object.assign({}, ...books.map(({ value }) => value.incidents));
  const moved = transition({
    environment,
    before,
    sight: sightOf(report),
    unseenRuns,
    isBaseline: context.isBaseline,
    rules: { ...alerts, mutes: [...alerts.mutes, ...muted.map(({ value }) => value)] },
  });
  const forgotten = new Date(now.getTime() - retentionMs).toISOString();
  const shelves = asManyAsFit(shelve(environment, books, moved.changed, forgotten));
  const fits = (fingerprint: string) => shelves.some(({ key }) => key.id === shelfOf(fingerprint));
  const changed = Object.fromEntries(Object.entries(moved.changed).filter(([fingerprint]) => fits(fingerprint)));
  const changes = moved.changes.filter(({ subject }) => fits(subject.fingerprint));
  const routed = routeChanges(changes, waiting?.value.parcels ?? [], environment, alerts, now);
  const later = routed.later.slice(0, mostWaiting);
  const parcels = [...routed.now, ...routed.later.slice(mostWaiting)];
  const entries = composeEntries(parcels, report, { ...before, ...changed }, context, alerts);
  return [
    ...shelves,
    ...(isSame(waiting?.value.parcels ?? [], later)
      ? []
      : [{ key: waitingKey, value: { parcels: later }, expectedVersion: waiting?.version ?? 0 }]),
    ...entries.map(
      (value): Write => ({
        key: keyOf.outbox(value.alert.id),
        value,
        expectedVersion: 0,
        expiresAt: new Date(now.getTime() + outboxMs),
      }),
    ),
  ];
}

/** What DynamoDB takes in one transaction is 4 MB, of which the run's messages need their share. */
const mostBytes = 2_500_000;

/**
 * The first shelves that fit into the transaction. The incidents on the others stay as they were, so that the next run
 * finds them changed, and tells of them.
 */
function asManyAsFit(shelves: readonly Write<'incidents'>[]): readonly Write<'incidents'>[] {
  let bytes = 0;
  return shelves.filter(({ value }) => {
    bytes += Buffer.byteLength(JSON.stringify(value));
    return bytes <= mostBytes;
  });
}

function shelve(
  environment: string,
  books: readonly Stored<'incidents'>[],
  changed: Incidents,
  forgotten: string,
): readonly Write<'incidents'>[] {
  const byShelf = Map.groupBy(Object.entries(changed), ([fingerprint]) => shelfOf(fingerprint));
  return [...byShelf].map(([shelf, entries]) => {
    const book = books.find(({ key }) => key.id === shelf);
    const kept = Object.entries(book?.value.incidents ?? {}).filter(
      ([, { state, resolvedAt = '' }]) => state !== 'resolved' || resolvedAt > forgotten,
    );
    const incidents = Object.fromEntries([...kept, ...entries]);
    return { key: keyOf.incidents(environment, shelf), value: { incidents }, expectedVersion: book?.version ?? 0 };
  });
}

/**
 * One of 65 shelves: so few that all of them fit into one transaction, so many that a thousand incidents do not fill
 * an item of one.
 */
function shelfOf(fingerprint: string): string {
  const byte = /^[0-9a-f]{2}/.exec(fingerprint)?.[0];
  return byte === undefined ? 'other' : (Number.parseInt(byte, 16) & 0xfc).toString(16).padStart(2, '0');
}

function isSame(before: readonly Parcel[], after: readonly Parcel[]): boolean {
  return before.length === after.length && JSON.stringify(before) === JSON.stringify(after);
}
