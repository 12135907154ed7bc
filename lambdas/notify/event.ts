import { z } from 'zod';
import type { OutboxEntry } from '../../lib/alerts/alert.ts';
import { DriftlineError } from '../../lib/errors.ts';
import { itemAttributes } from '../../lib/incidents/store-settings.ts';

/** What the function is asked to do. */
export type NotifyEvent =
  | { readonly kind: 'stream'; readonly records: readonly StreamRecord[] }
  | { readonly kind: 'redeliver' }
  | { readonly kind: 'test'; readonly channel: string };

/** A document that was written, as the table's stream tells it. */
export type StreamRecord = { readonly sequenceNumber: string } & (
  | { readonly kind: 'outbox'; readonly entry: OutboxEntry }
  | { readonly kind: 'beat'; readonly writtenAt: Date }
  | { readonly kind: 'other' }
);

const text = z.object({ S: z.string() });

/** See https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-example.html */
const streamShape = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal('aws:dynamodb'),
      eventName: z.string(),
      dynamodb: z.object({
        SequenceNumber: z.string(),
        ApproximateCreationDateTime: z.number().optional(),
        NewImage: z.record(z.string(), z.unknown()).optional(),
      }),
    }),
  ),
});

const askedShape = z.union([
  z.strictObject({ redeliver: z.literal(true) }),
  z.strictObject({ test: z.string().min(1).max(100) }),
]);

/**
 * Reads what the function was invoked with: records of the stream, or what a person or a schedule asks.
 *
 * @throws DriftlineError `invalid-event`, with a list of what is allowed
 */
export function readNotifyEvent(raw: unknown): NotifyEvent {
  const stream = streamShape.safeParse(raw);
  if (stream.success) return { kind: 'stream', records: stream.data.Records.map(readRecord) };
  const asked = askedShape.safeParse(raw);
  if (!asked.success) {
    throw new DriftlineError(
      'invalid-event',
      'this is nothing that the function knows. Allowed: {"redeliver": true}: sends what has not been sent | ' +
        '{"test": "CHANNEL"}: sends a sample to one channel | records of the state table\'s stream',
    );
  }
  return 'test' in asked.data ? { kind: 'test', channel: asked.data.test } : { kind: 'redeliver' };
}

function readRecord({ eventName, dynamodb }: z.infer<typeof streamShape>['Records'][number]): StreamRecord {
  const sequenceNumber = dynamodb.SequenceNumber;
  const image = dynamodb.NewImage ?? {};
  const read = (name: string) => text.safeParse(image[name]).data?.S;
  const kind = read(itemAttributes.kind);
  // What was there before has been told already, or is told by redelivery.
  if (eventName !== 'INSERT' || (kind !== 'outbox' && kind !== 'beat')) return { sequenceNumber, kind: 'other' };
  if (kind === 'beat') {
    return { sequenceNumber, kind, writtenAt: new Date((dynamodb.ApproximateCreationDateTime ?? 0) * 1000) };
  }
  return { sequenceNumber, kind, entry: JSON.parse(read(itemAttributes.value) ?? 'null') as OutboxEntry };
}
