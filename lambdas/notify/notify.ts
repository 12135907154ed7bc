import type { OutboxEntry } from '../../lib/alerts/alert.ts';
import { type DeliverDeps, type Delivered, deliver } from '../../lib/alerts/deliver.ts';
import { postJson } from '../../lib/alerts/post.ts';
import type { SendDeps } from '../../lib/alerts/send.ts';
import type { AlertSettings } from '../../lib/alerts/settings.ts';
import { type ChannelTest, testChannel } from '../../lib/alerts/test-channel.ts';
import { DriftlineError } from '../../lib/errors.ts';
import { keyOf } from '../../lib/incidents/store.ts';
import type { NotifyEvent, StreamRecord } from './event.ts';

/** Everything outside that the function works with. */
export interface NotifyWorld {
  readonly settings: AlertSettings;
  readonly deps: DeliverDeps;
  readonly send: SendDeps;
  readonly metrics: { readonly tell: (all: readonly Delivered[]) => void };
  readonly log: {
    readonly info: (message: string, fields: Fields) => void;
    readonly error: (message: string, fields: Fields) => void;
  };
}

type Fields = { readonly [name: string]: string | number | readonly string[] | undefined };

/** Which records of a batch Lambda must hand over again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** How many messages of the last days became what. */
export interface RedeliveryAnswer {
  readonly redelivered: { readonly [result in Delivered['result']]?: number };
  /** Whether there was time for, and an answer from, all of them; else the next one goes on. */
  readonly isComplete: boolean;
}

export type NotifyAnswer = BatchAnswer | RedeliveryAnswer | ChannelTest;

/** How far back a redelivery looks: what is older is no news any more. */
const redeliveryDays = 3;

/** A beat that comes later would say that the monitor lives when nobody knows. */
const latestBeatMs = 30 * 60_000;

/** Left for answering when a redelivery stops. */
const reserveMs = 45_000;

/**
 * Tells people. Of a batch, every record is worked on, whatever becomes of the others; Lambda repeats from the first that
 * is not done, and the marks keep what was told from being told again.
 *
 * @throws DriftlineError `state-unavailable`, `unknown-channel`, and for a test what finding the channel's secret throws
 */
export async function notify(event: NotifyEvent, world: NotifyWorld): Promise<NotifyAnswer> {
  switch (event.kind) {
    case 'test':
      return testChannel(event.channel, world.settings, world.send);
    case 'redeliver':
      return redeliver(world);
    case 'stream': {
      const undone: string[] = [];
      for (const record of event.records) if (!(await handle(record, world))) undone.push(record.sequenceNumber);
      return { batchItemFailures: undone.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier })) };
    }
  }
}

/** Whether nothing is left to do for a record. */
async function handle(record: StreamRecord, world: NotifyWorld): Promise<boolean> {
  if (record.kind === 'other') return true;
  if (record.kind === 'beat') {
    await beat(record.writtenAt, world);
    return true;
  }
  const all = await deliverSafely(record.entry, world);
  return all?.every(({ result }) => result !== 'waiting' && result !== 'elsewhere') ?? false;
}

/** Undefined when it is not known what became of the entry, so that the others have their turn all the same. */
async function deliverSafely(entry: OutboxEntry, world: NotifyWorld): Promise<readonly Delivered[] | undefined> {
  const { id } = entry.alert;
  try {
    const all = await deliver(entry, world.settings, world.deps);
    tell(all, id, world);
    return all;
  } catch (error) {
    world.log.error('alert not handled', { alert: id, error: nameOf(error) });
    return undefined;
  }
}

async function redeliver(world: NotifyWorld): Promise<RedeliveryAnswer> {
  const { deps } = world;
  const counts: { [result in Delivered['result']]?: number } = {};
  let isComplete = true;
  for (let day = redeliveryDays; day >= 0; day--) {
    const id = new Date(deps.now().getTime() - day * 86_400_000).toISOString();
    const [entries, marks] = await Promise.all([
      deps.store.list('outbox', keyOf.outbox(id).group),
      deps.store.list('delivery', keyOf.delivery(id, '').group),
    ]);
    const settled = new Set(
      marks.filter(({ value }) => ['sent', 'doubtful'].includes(value.state)).map(({ key }) => key.id),
    );
    for (const { value: entry } of entries) {
      const open = Object.keys(entry.channels).filter((name) => !settled.has(keyOf.delivery(entry.alert.id, name).id));
      if (open.length === 0) continue;
      if (deps.remainingMs() < reserveMs) return { redelivered: counts, isComplete: false };
      const all = await deliverSafely(entry, world);
      isComplete &&= all !== undefined;
      for (const { result } of all ?? []) if (result !== 'settled') counts[result] = (counts[result] ?? 0) + 1;
    }
  }
  return { redelivered: counts, isComplete };
}

/** Somebody outside waits for this; when it does not come, they say so. It does no harm twice, so it is tried again. */
async function beat(writtenAt: Date, { settings, deps, send, log }: NotifyWorld): Promise<void> {
  if (settings.heartbeat === undefined || deps.now().getTime() - writtenAt.getTime() > latestBeatMs) return;
  let why = '';
  try {
    const url = await send.reveal(settings.heartbeat, 'heartbeat');
    for (let attempt = 1; attempt <= 3; attempt++) {
      const answer = await postJson({ url, body: '{}', timeoutMs: deps.timeoutMs });
      if (answer.result === 'sent') return;
      why = answer.why;
      await deps.sleep(1000 * attempt);
    }
  } catch (error) {
    why = nameOf(error);
  }
  log.error('heartbeat not told', { why });
}

function tell(all: readonly Delivered[], alert: string, { log, metrics }: NotifyWorld): void {
  for (const { channel, result, why } of all) {
    if (result === 'settled') continue;
    const isWell = result === 'sent' || result === 'elsewhere';
    log[isWell ? 'info' : 'error'](isWell ? 'alert told' : 'alert not told', { alert, channel, result, why });
  }
  metrics.tell(all);
}

/** Where trouble came from, without its message: that may quote anything. */
function nameOf(error: unknown): string {
  if (error instanceof DriftlineError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
