import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { makeDynamoStore } from '../../lib/incidents/store-dynamodb.ts';
import { realDeps } from '../../lib/run/deps.ts';
import { answerWidget, type WidgetAnswer, type WidgetWorld } from './answer-widget.ts';
import { readWidgetEvent } from './event.ts';
import { fetchFrom } from './last-reports.ts';
import { variables } from './settings.ts';

/** The part of Lambda's context that is used. */
interface LambdaContext {
  readonly invokedFunctionArn: string;
}

const clientSettings = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
};

let world: Omit<WidgetWorld, 'self'> | undefined;

/** The function's entry: CloudWatch calls it whenever the dashboard is looked at. */
export async function handler(raw: unknown, context: LambdaContext): Promise<WidgetAnswer> {
  const event = readWidgetEvent(raw);
  world ??= openWorld();
  return answerWidget(event, { ...world, self: context.invokedFunctionArn });
}

function openWorld(): Omit<WidgetWorld, 'self'> {
  const { env } = process;
  return {
    store: makeDynamoStore({
      client: new DynamoDBClient(clientSettings),
      tableName: env[variables.table] ?? '',
      ...realDeps(env),
    }),
    fetchReport: fetchFrom(new S3Client(clientSettings), env[variables.bucket] ?? ''),
  };
}
