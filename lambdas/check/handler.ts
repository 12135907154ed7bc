import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../../lib/config/config.ts';
import { fetchSecret } from '../../lib/config/secrets/aws-secret.ts';
import { cacheSecrets } from '../../lib/config/secrets/secret-cache.ts';
import { DriftlineError } from '../../lib/errors.ts';
import { makeDynamoStore } from '../../lib/incidents/store-dynamodb.ts';
import { checkAll } from '../../lib/run/check-all.ts';
import { realDeps } from '../../lib/run/deps.ts';
import { withRemedy } from './answer.ts';
import { makeBucketCatalogs } from './bucket-catalogs.ts';
import { discoverEnvironments } from './discover.ts';
import { readEvent } from './event.ts';
import { makeReportBucket } from './report-bucket.ts';
import { type CheckAnswer, runChecks, type World } from './run-checks.ts';
import { defaultRetentionDays, retentionVariable, variables, type Watched, watchFile } from './settings.ts';
import { makeMetrics } from './watch-metrics.ts';

/** The part of Lambda's context that is used. */
interface LambdaContext {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** AWS answers in milliseconds or not at all: what hangs must be noticed in time to ask again. */
const clientSettings = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
};

/** Long enough to spare most fetches, short enough that a rotation is rarely met by a refused login. */
const secretMaxAgeMs = 15 * 60_000;

const logger = new Logger();
let world: World | undefined;

/**
 * The function's entry. Made for the schedule, for Step Functions and for a person in the Lambda console alike.
 *
 * @throws DriftlineError whose message says what to do, for the console shows nothing else
 */
export async function handler(raw: unknown, context: LambdaContext): Promise<CheckAnswer> {
  try {
    logger.appendKeys({ requestId: context.awsRequestId });
    const event = readEvent(raw);
    world ??= openWorld();
    return await runChecks(event, { id: context.awsRequestId, remainingMs: context.getRemainingTimeInMillis }, world);
  } catch (error) {
    throw forTheConsole(error);
  }
}

function openWorld(): World {
  const here = dirname(fileURLToPath(import.meta.url));
  const { env } = process;
  const monitor = env[variables.monitor] ?? 'driftline';
  const deps = realDeps(env);
  const [s3, bucket] = [new S3Client(clientSettings), required(env, variables.bucket)];
  const tag = env[variables.discoverTag];
  const secrets = tag === undefined ? undefined : new SecretsManagerClient(clientSettings);
  return {
    watched: readWatched(here, JSON.parse(env[variables.secrets] ?? '{}')),
    discover: async () => (tag === undefined || secrets === undefined ? {} : discoverEnvironments(secrets, tag)),
    check: checkAll,
    deps: Object.assign(deps, { fetchSecret: cacheSecrets(fetchSecret, deps.now, secretMaxAgeMs) }),
    kept: makeBucketCatalogs(s3, bucket),
    store: makeDynamoStore({
      ...deps,
      client: new DynamoDBClient(clientSettings),
      tableName: required(env, variables.table),
    }),
    reports: makeReportBucket(s3, bucket, required(env, 'AWS_REGION')),
    monitor,
    retentionDays: Number(env[retentionVariable] ?? defaultRetentionDays),
    concurrency: Number(env[variables.concurrency] ?? 8),
    metrics: makeMetrics(monitor, env[variables.environmentMetrics] !== 'no'),
    log: {
      info: (message, fields) => logger.info(message, { ...fields }),
      error: (message, fields) => logger.error(message, { ...fields }),
    },
  };
}

function readWatched(here: string, secrets: { readonly [environment: string]: string }): Watched {
  const watched: Watched = JSON.parse(readFileSync(join(here, watchFile), 'utf8'));
  const environments = Object.entries(watched.environments).map(([name, environment]) => {
    const secretId = secrets[name];
    return [name, { ...findCertificates(environment, here), ...(secretId && withSecret(environment, secretId)) }];
  });
  return { ...watched, environments: Object.fromEntries(environments) };
}

function withSecret({ connection }: Environment, secretId: string): Pick<Environment, 'connection'> | undefined {
  return connection.kind === 'secret' ? { connection: { ...connection, secretId } } : undefined;
}

function findCertificates(environment: Environment, here: string): Environment {
  const { tls } = environment;
  if (tls?.caFile === undefined) return environment;
  return { ...environment, tls: { ...tls, caFile: resolve(here, tls.caFile) } };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new DriftlineError('setting-missing', `the function has no environment variable ${name}`, {
    remedy: 'Deploy it with the DriftMonitor construct, which sets it.',
  });
}

/** The console shows an error's name and message, so the remedy goes with the message. */
function forTheConsole(error: unknown): unknown {
  if (!(error instanceof DriftlineError) || error.remedy === undefined) return error;
  return new DriftlineError(error.code, withRemedy(error.message, error.remedy), { cause: error.cause });
}
