import { DriftlineError } from '../errors.ts';
import { type Delivery, keyOf, type Store } from '../incidents/store.ts';
import { type Alert, alertFor, type OutboxEntry } from './alert.ts';
import type { Prepared } from './send.ts';
import type { AlertSettings, Channel } from './settings.ts';

/** What delivering asks of the world. */
export interface DeliverDeps {
  /** Makes an alert ready for a channel without sending anything. */
  readonly prepare: (alert: Alert, channel: Channel) => Promise<Prepared>;
  readonly now: () => Date;
  /** The most that one request takes. */
  readonly timeoutMs: number;
  readonly store: Store;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 inclusive to 1 exclusive, for jitter. */
  readonly random: () => number;
  /** How long this process may still take. */
  readonly remainingMs: () => number;
  /** When a mark may be forgotten: later than the entry that it belongs to. */
  readonly expiry: () => Date;
}

/** What became of an entry on one channel in this process. */
export interface Delivered {
  readonly channel: string;
  /** `settled`: nothing was to be done any more. `elsewhere`: another process is at it right now. */
  readonly result: 'sent' | 'settled' | 'elsewhere' | 'waiting' | 'rejected' | 'doubtful';
  readonly why?: string;
}

/** Attempts of one process at one message: a channel that has not taken it by then is asked again later. */
const mostAttempts = 4;

/** Longer than any request takes, so that a lease that has run out means a dead owner. */
const leaseMs = 120_000;

/**
 * Tells every channel of an entry that has not been told. Each message is marked before it is sent, by a write that
 * only one process can win: so it is posted at most once, also when two processes are handed it at the same time. A
 * mark that is found half done belongs to a process that died in between; nobody knows whether it had posted, so the
 * message is `doubtful` and never posted again.
 *
 * @throws DriftlineError `state-unavailable`
 */
export async function deliver(
  entry: OutboxEntry,
  settings: AlertSettings,
  deps: DeliverDeps,
): Promise<readonly Delivered[]> {
  const all: Delivered[] = [];
  for (const name of Object.keys(entry.channels)) all.push(await deliverTo(name, entry, settings, deps));
  return all;
}

async function deliverTo(
  name: string,
  entry: OutboxEntry,
  { channels }: AlertSettings,
  deps: DeliverDeps,
): Promise<Delivered> {
  const channel = channels[name];
  const { store } = deps;
  const key = keyOf.delivery(entry.alert.id, name);
  const found = await store.read(key);
  const mark = found?.value;
  if (mark?.state === 'sent' || mark?.state === 'doubtful') return { channel: name, result: 'settled' };
  if (mark?.state === 'sending') {
    if (Date.parse(mark.leaseUntil) > deps.now().getTime()) return { channel: name, result: 'elsewhere' };
    const why = 'the process that sent it died before it could say what became of it';
    const written = await write({ ...mark, state: 'doubtful', why }, found?.version ?? 0);
    return written ? { channel: name, result: 'doubtful', why } : { channel: name, result: 'elsewhere' };
  }
  const before = { attempts: mark?.attempts ?? 0, sentParts: mark?.sentParts ?? 0, version: found?.version ?? 0 };
  // People are shown the first part, which says how many more there are; programs are told of each change.
  const isProse = channel?.kind === 'slack' || channel?.kind === 'teams' || channel?.kind === 'email';
  if (isProse && entry.part > 1) return settle('sent', 'told by the first part', before.version);
  if (channel === undefined) return settle('rejected', 'the configuration has no such channel', before.version);

  let prepared: Prepared;
  try {
    prepared = await deps.prepare(alertFor(entry, name), channel);
  } catch (error) {
    // Nothing has been sent.
    const why = error instanceof DriftlineError ? error.message : 'it could not be made ready';
    return settle('waiting', why, before.version);
  }
  const isMine = await write({ ...markOf('sending'), attempts: before.attempts + 1 }, before.version);
  if (!isMine) return { channel: name, result: 'elsewhere' };

  let version = before.version + 1;
  for (let part = before.sentParts; part < prepared.length; part++) {
    const send = prepared[part];
    const attempt = send === undefined ? undefined : await sendPatiently(send, deps);
    if (attempt === undefined) continue;
    if (attempt.result !== 'sent') {
      const result = attempt.result === 'busy' ? ('waiting' as const) : attempt.result;
      return settle(result, attempt.why, version, part);
    }
    if (part + 1 === prepared.length) return settle('sent', attempt.why, version, part + 1);
    await write({ ...markOf('sending'), attempts: before.attempts + 1, sentParts: part + 1 }, version++);
  }
  return settle('sent', 'there was nothing to say', version);

  function markOf(state: Delivery['state'], why?: string): Delivery {
    const leaseUntil = new Date(deps.now().getTime() + leaseMs).toISOString();
    return { state, leaseUntil, attempts: before.attempts + 1, ...(why === undefined ? {} : { why }) };
  }

  async function settle(
    state: 'sent' | 'waiting' | 'rejected' | 'doubtful',
    why: string,
    expectedVersion: number,
    sentParts = before.sentParts,
  ): Promise<Delivered> {
    await write({ ...markOf(state, why), ...(sentParts === 0 ? {} : { sentParts }) }, expectedVersion);
    return { channel: name, result: state, why };
  }

  async function write(value: Delivery, expectedVersion: number): Promise<boolean> {
    return (await store.write([{ key, value, expectedVersion, expiresAt: deps.expiry() }])) === 'written';
  }
}

/** Asks again while it is certain that nothing was posted, as the channel wants it, and no longer than there is time. */
async function sendPatiently(send: Prepared[number], deps: DeliverDeps) {
  for (let attempt = 1; ; attempt++) {
    const { result, why, retryAfterMs } = await send();
    const waitMs = retryAfterMs ?? 1000 * 2 ** (attempt - 1) * (0.5 + deps.random() / 2);
    const isOver = waitMs + deps.timeoutMs > Math.min(deps.remainingMs(), leaseMs / mostAttempts);
    if (result !== 'busy' || attempt === mostAttempts || isOver) return { result, why };
    await deps.sleep(waitMs);
  }
}
