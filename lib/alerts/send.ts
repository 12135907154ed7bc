import type { EventBridgeClient, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { SNSClient } from '@aws-sdk/client-sns';
import { DriftlineError } from '../errors.ts';
import type { Alert } from './alert.ts';
import { renderEmail } from './email.ts';
import { driftEvents, eventSource } from './event-bridge.ts';
import { messageOf } from './message.ts';
import { type Attempt, postJson } from './post.ts';
import type { Channel, Confidential } from './settings.ts';
import { renderSlack } from './slack.ts';
import { renderTeams } from './teams.ts';
import { signWebhook, webhookBody } from './webhook.ts';

/** What telling a channel asks of the world. */
export interface SendDeps {
  /** Finds a confidential text. @throws DriftlineError when it cannot */
  readonly reveal: (text: Confidential, channel: string) => Promise<string>;
  /** A client that tries once; absent: of the region that is its own. */
  readonly sns: (region?: string) => Promise<SNSClient>;
  readonly eventBridge: (region?: string) => Promise<EventBridgeClient>;
  readonly now: () => Date;
  /** For one request. */
  readonly timeoutMs: number;
}

/** A message that is ready to go: one request, or several that are sent in their order. */
export type Prepared = readonly (() => Promise<Attempt>)[];

/**
 * Makes an alert ready for a channel: everything that can fail without anything having been sent fails here.
 *
 * @throws DriftlineError when the channel's secret cannot be had
 */
export async function prepare(alert: Alert, channel: Channel, deps: SendDeps): Promise<Prepared> {
  const { timeoutMs } = deps;
  switch (channel.kind) {
    case 'slack': {
      const url = await deps.reveal(channel.url, channel.name);
      const body = JSON.stringify(renderSlack(messageOf(alert, channel.isRedacted)));
      return [() => postJson({ url, body, timeoutMs, isExpected: (text) => text.trim() === 'ok' })];
    }
    case 'teams': {
      const url = await deps.reveal(channel.url, channel.name);
      const body = JSON.stringify(renderTeams(messageOf(alert, channel.isRedacted)));
      return [() => postJson({ url, body, timeoutMs })];
    }
    case 'webhook': {
      const { url, key } = await webhookSecret(channel, deps);
      const body = JSON.stringify(webhookBody(alert, channel.isRedacted));
      const id = { 'driftline-delivery': encodeURIComponent(alert.id) };
      const headers = () => (key === undefined ? id : { ...id, ...signWebhook(body, key, deps.now()) });
      return [() => postJson({ url, body, timeoutMs, headers: headers() })];
    }
    case 'email': {
      const { PublishCommand } = await import('@aws-sdk/client-sns');
      const client = await deps.sns(regionOf(channel.topicArn));
      const { subject, body } = renderEmail(messageOf(alert, channel.isRedacted));
      const input = { TopicArn: channel.topicArn, Subject: subject, Message: body };
      return [
        () =>
          askAws(
            () => client.send(new PublishCommand(input)),
            () => sentWith('accepted by SNS'),
          ),
      ];
    }
    case 'events':
      return prepareEvents(alert, channel, deps);
  }
}

async function prepareEvents(
  alert: Alert,
  { bus, isRedacted }: Extract<Channel, { kind: 'events' }>,
  deps: SendDeps,
): Promise<Prepared> {
  const { PutEventsCommand } = await import('@aws-sdk/client-eventbridge');
  const client = await deps.eventBridge(regionOf(bus));
  // One event a request: of one that holds several, a part could be taken, and the rest not told from it later.
  return driftEvents(alert, isRedacted).map(({ detailType, detail }) => {
    const event = {
      EventBusName: bus,
      Source: eventSource,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
      Time: new Date(detail.at),
    };
    return () => askAws(() => client.send(new PutEventsCommand({ Entries: [event] })), judgeEvent);
  });
}

function judgeEvent({ Entries: [entry] = [] }: PutEventsCommandOutput): Attempt {
  const code = entry?.ErrorCode;
  if (code === undefined) return sentWith('accepted by EventBridge');
  if (/Throttl/.test(code)) return { result: 'busy', why: code };
  return { result: /Internal/.test(code) ? 'doubtful' : 'rejected', why: code };
}

function regionOf(arn: string): string | undefined {
  return /^arn:[^:]+:[^:]+:([^:]+):/.exec(arn)?.[1];
}

function sentWith(why: string): Attempt {
  return { result: 'sent', why };
}

/** The SDK must not try again by itself: it would repeat what may have been done. */
async function askAws<T>(ask: () => Promise<T>, read: (answer: T) => Attempt): Promise<Attempt> {
  let answer: T;
  try {
    answer = await ask();
  } catch (error) {
    return judgeAwsError(error);
  }
  return read(answer);
}

function judgeAwsError(error: unknown): Attempt {
  const {
    name = 'Error',
    code,
    $metadata,
  } = error as { readonly name?: string; readonly code?: string; readonly $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  const why = `${name}${code === undefined ? '' : ` (${code})`}`;
  if (/Throttl|TooManyRequests|LimitExceeded/.test(name) || status === 429) return { result: 'busy', why };
  if (status !== undefined && status >= 400 && status < 500) return { result: 'rejected', why };
  const isUnsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code ?? '');
  if (isUnsent || name === 'CredentialsProviderError') return { result: 'busy', why };
  return { result: 'doubtful', why };
}

async function webhookSecret(
  channel: Extract<Channel, { kind: 'webhook' }>,
  { reveal }: SendDeps,
): Promise<{ readonly url: string; readonly key?: string }> {
  const text = await reveal(channel.url, channel.name);
  const own = channel.key === undefined ? {} : { key: await reveal(channel.key, channel.name) };
  if (!text.trimStart().startsWith('{')) return { url: text, ...own };
  try {
    const { url, key } = JSON.parse(text) as { readonly url?: unknown; readonly key?: unknown };
    if (typeof url === 'string') return { url, ...(typeof key === 'string' ? { key } : {}), ...own };
  } catch {
    // What a parser says of a secret quotes it.
  }
  throw new DriftlineError('channel-secret-malformed', `the secret of the channel ${channel.name} holds no URL`, {
    remedy: 'It takes a URL, or JSON of `url` and `key`.',
  });
}
