import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { alertClients } from '../../lib/alerts/clients.ts';
import type { DeliverDeps } from '../../lib/alerts/deliver.ts';
import { prepare, type SendDeps } from '../../lib/alerts/send.ts';
import type { AlertSettings, Channel, Confidential } from '../../lib/alerts/settings.ts';
import { fetchSecret } from '../../lib/config/secrets/aws-secret.ts';
import { revealConfidential } from '../../lib/config/secrets/reveal-confidential.ts';
import { cacheSecrets } from '../../lib/config/secrets/secret-cache.ts';
import { DriftlineError } from '../../lib/errors.ts';
import { makeDynamoStore } from '../../lib/incidents/store-dynamodb.ts';
import { realDeps } from '../../lib/run/deps.ts';
import { metricNamespace } from '../check/settings.ts';
import { readNotifyEvent } from './event.ts';
import { type NotifyAnswer, type NotifyWorld, notify } from './notify.ts';
import { alertsFile, notifyMetrics, notifyVariables } from './settings.ts';

/** The part of Lambda's context that is used. */
interface LambdaContext {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** A webhook that is replaced is asked for anew after so long. */
const secretMaxAgeMs = 5 * 60_000;

/** Marks are kept for longer than the outbox keeps what they belong to. */
const markMs = 21 * 86_400_000;

/** For one request to a channel. */
const timeoutMs = 10_000;

const logger = new Logger();
let makeWorld: ((remainingMs: () => number) => NotifyWorld) | undefined;

/**
 * The function's entry, for the table's stream, the schedule of redeliveries, and a person in the Lambda console.
 *
 * @throws DriftlineError whose message says what to do
 */
export async function handler(raw: unknown, context: LambdaContext): Promise<NotifyAnswer> {
  logger.appendKeys({ requestId: context.awsRequestId });
  try {
    const event = readNotifyEvent(raw);
    makeWorld ??= openWorld();
    return await notify(
      event,
      makeWorld(() => context.getRemainingTimeInMillis()),
    );
  } catch (error) {
    if (!(error instanceof DriftlineError) || error.remedy === undefined) throw error;
    throw new DriftlineError(error.code, `${error.message}. ${error.remedy}`, { cause: error.cause });
  }
}

function openWorld(): (remainingMs: () => number) => NotifyWorld {
  const { env } = process;
  const world = realDeps(env);
  const settings = readSettings(JSON.parse(env[notifyVariables.secrets] ?? '{}'));
  const monitor = env[notifyVariables.monitor] ?? 'driftline';
  const send: SendDeps = {
    ...world,
    ...alertClients(timeoutMs),
    reveal: revealConfidential(env, cacheSecrets(fetchSecret, world.now, secretMaxAgeMs)),
    timeoutMs,
  };
  const deps: Omit<DeliverDeps, 'remainingMs'> = {
    ...world,
    prepare: (alert, channel) => prepare(alert, channel, send),
    store: makeDynamoStore({
      ...world,
      client: new DynamoDBClient({
        maxAttempts: 4,
        requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
      }),
      tableName: required(env, notifyVariables.table),
    }),
    timeoutMs,
    expiry: () => new Date(world.now().getTime() + markMs),
  };
  return (remainingMs) => ({
    settings,
    deps: { ...deps, remainingMs },
    send,
    metrics: { tell: (all) => tellMetrics(monitor, all) },
    log: {
      info: (message, fields) => logger.info(message, { ...fields }),
      error: (message, fields) => logger.error(message, { ...fields }),
    },
  });
}

function tellMetrics(serviceName: string, all: Parameters<NotifyWorld['metrics']['tell']>[0]): void {
  const counted = (['sent', 'rejected', 'doubtful'] as const).map(
    (result) => [notifyMetrics[result], all.filter((it) => it.result === result).length] as const,
  );
  if (counted.every(([, count]) => count === 0)) return;
  const metrics = new Metrics({ namespace: metricNamespace, serviceName });
  for (const [name, count] of counted) metrics.addMetric(name, MetricUnit.Count, count);
  metrics.publishStoredMetrics();
}

function readSettings(secrets: { readonly [channel: string]: string }): AlertSettings {
  const here = dirname(fileURLToPath(import.meta.url));
  const settings: AlertSettings = JSON.parse(readFileSync(join(here, alertsFile), 'utf8'));
  const withSecret = (text: Confidential, name: string): Confidential => {
    const secretId = secrets[name];
    return secretId === undefined ? text : { kind: 'secret', secretId, at: text.at };
  };
  const channels = Object.entries(settings.channels).map(([name, channel]): [string, Channel] => [
    name,
    'url' in channel ? { ...channel, url: withSecret(channel.url, name) } : channel,
  ]);
  const { heartbeat, ...rest } = settings;
  return {
    ...rest,
    channels: Object.fromEntries(channels),
    ...(heartbeat === undefined ? {} : { heartbeat: withSecret(heartbeat, 'heartbeat') }),
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new DriftlineError('setting-missing', `the function has no environment variable ${name}`, {
    remedy: 'Deploy it with the DriftMonitor construct, which sets it.',
  });
}
