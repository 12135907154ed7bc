import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordRun } from '../../lambdas/check/record-run.ts';
import { type AlertSettings, noAlerts } from '../../lib/alerts/settings.ts';
import { bundleFolder } from '../../lib/constructs/bundle-folder.ts';
import { keyOf, type Write } from '../../lib/incidents/store.ts';
import { makeMemoryStore } from '../../lib/incidents/store-memory.ts';
import { missingTable, runReport } from '../lambda/reports.ts';
import { makeDynamoService } from '../support/aws/dynamodb.ts';
import { type KeptSecret, makeSecretsService } from '../support/aws/secrets-manager.ts';
import { type AwsStub, startAwsStub } from '../support/aws/server.ts';
import { published, readPublish } from '../support/aws/sns.ts';
import { type DeployedFunction, deployFunction } from './deployed-function.ts';

const secretPath = '/services/T0SECRET/B0SECRET/xoxSECRETxox';
let folder: string;
let hook: Server;
let answers: ((response: ServerResponse) => void)[] = [];
let posted: { readonly path: string; readonly body: string }[] = [];
let aws: AwsStub;
let state: ReturnType<typeof makeDynamoService>;
let made: DeployedFunction;
const mails: string[] = [];
const events: string[] = [];

const secret = (secretId: string) => ({ kind: 'secret', secretId, at: 'driftline.yaml:30:5' }) as const;
const alerts: AlertSettings = {
  ...noAlerts,
  channels: {
    slack: { kind: 'slack', name: 'slack', url: secret('driftline/alerts/slack'), isRedacted: false },
    mail: { kind: 'email', name: 'mail', topicArn: 'arn:aws:sns:eu-central-1:111111111111:drift', isRedacted: false },
    bus: { kind: 'events', name: 'bus', bus: 'default', isRedacted: false },
  },
  heartbeat: secret('driftline/alerts/heartbeat'),
};

beforeAll(async () => {
  hook = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    posted.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString() });
    (answers.shift() ?? ((it) => void it.end('ok')))(response);
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  folder = await mkdtemp(join(tmpdir(), 'driftline-notify-'));
  await cp(bundleFolder('notify'), folder, { recursive: true });
  await writeFile(join(folder, 'alerts.json'), JSON.stringify(alerts));
});
afterAll(async () => {
  hook.closeAllConnections();
  hook.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  [answers, posted] = [[], []];
  mails.length = 0;
  events.length = 0;
  const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}${secretPath}`;
  const secrets = new Map<string, KeptSecret>([
    ['driftline/alerts/slack', { text: url }],
    ['driftline/alerts/heartbeat', { text: `${url}/beat` }],
  ]);
  state = makeDynamoService('drift');
  aws = await startAwsStub({
    secretsmanager: makeSecretsService(secrets),
    DynamoDB_20120810: state.service,
    AWSEvents: ({ body }) => {
      events.push(body.toString());
      return { status: 200, body: { FailedEntryCount: 0, Entries: [{ EventId: '1' }] } };
    },
    s3: ({ body }) => {
      mails.push(readPublish(body).subject);
      return published;
    },
  });
  made = await deployFunction({ watched: { folder }, endpoint: aws.url });
  await made.ready;
});
afterEach(async () => {
  await made.stop();
  await aws.stop();
});

/** What a run with one drift writes, as the table's stream tells it. */
async function streamOfARun() {
  const now = () => new Date();
  const memory = makeMemoryStore(now);
  const written: Write[] = [];
  const store = {
    ...memory,
    write: async (writes: readonly Write[]) => {
      written.push(...writes);
      return memory.write(writes);
    },
  };
  const startedAt = now().toISOString();
  const report = runReport('prod', { outcome: 'drift', drifts: [missingTable], startedAt });
  const common = {
    isBaseline: false,
    notify: true,
    now: now(),
    retentionMs: 1e9,
    expiresAt: new Date(Date.now() + 1e9),
  };
  await recordRun(store, report, { ...common, runId: `${startedAt}-4cd9b7`, alerts });
  written.push({ key: keyOf.beat(startedAt), value: { runId: startedAt }, expectedVersion: 0 });
  const records = written.map(({ key, value }, n) => ({
    eventID: String(n),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      ApproximateCreationDateTime: Date.now() / 1000,
      SequenceNumber: `${n}`,
      StreamViewType: 'NEW_IMAGE',
      NewImage: {
        pk: { S: `${key.kind}#${key.group}` },
        sk: { S: key.id },
        kind: { S: key.kind },
        value: { S: JSON.stringify(value) },
      },
    },
  }));
  return { Records: records };
}

describe('the built notify function under the real runtime client', () => {
  test('tells every channel what a run opened, once, and calls the heartbeat', async () => {
    const batch = await streamOfARun();
    expect(await made.invoke(batch)).toMatchObject({ kind: 'answered', answer: { batchItemFailures: [] } });
    expect(await made.invoke(batch)).toMatchObject({ kind: 'answered', answer: { batchItemFailures: [] } });
    expect(posted.filter(({ path }) => path === secretPath)).toHaveLength(1);
    expect(posted[0]?.body).toContain('table public.content_plans is missing');
    expect(mails).toEqual(['[Driftline] prod: 1 critical drift']);
    expect(events).toHaveLength(1);
    expect(events[0]).toContain('Drift Opened');
    expect(posted.some(({ path }) => path === `${secretPath}/beat`)).toBe(true);
    expect(made.log()).toContain('"AlertsSent":3');
    expect(made.log()).not.toContain('SECRET');
  });

  test('hands back the first record that a channel did not take, and offers it again when asked to', async () => {
    const slow = (response: ServerResponse) => void response.writeHead(429, { 'retry-after': '3600' }).end();
    answers = [slow];
    const batch = await streamOfARun();
    const outbox = batch.Records.find(({ dynamodb }) => dynamodb.NewImage.kind.S === 'outbox');
    expect(await made.invoke(batch)).toMatchObject({
      answer: { batchItemFailures: [{ itemIdentifier: outbox?.dynamodb.SequenceNumber }] },
    });
    expect(mails).toHaveLength(1);
    // The table has the record; the stream has given it up.
    const { NewImage: image } = outbox?.dynamodb ?? {};
    state.items.set(JSON.stringify([image?.pk.S, image?.sk.S]), { ...image, version: { N: '1' } });
    expect(await made.invoke({ redeliver: true })).toMatchObject({
      answer: { redelivered: { sent: 1 }, isComplete: true },
    });
    expect(await made.invoke({ redeliver: true })).toMatchObject({ answer: { redelivered: {} } });
    expect(posted.filter(({ path }) => path === secretPath)).toHaveLength(2);
    expect(mails).toHaveLength(1);
  });

  test('never posts again what may have been posted, and says so', async () => {
    answers = [(response) => void response.writeHead(500).end('oops')];
    const batch = await streamOfARun();
    for (let n = 0; n < 3; n++) expect(await made.invoke(batch)).toMatchObject({ answer: { batchItemFailures: [] } });
    expect(posted.filter(({ path }) => path === secretPath)).toHaveLength(1);
    expect(made.log()).toContain('"AlertsDoubtful":1');
    expect(made.log()).not.toContain('SECRET');
  });

  test('tries a channel, and says what may be asked of it', async () => {
    expect(await made.invoke({ test: 'slack' })).toMatchObject({
      answer: { channel: 'slack', result: 'sent', answered: 'HTTP 200: ok' },
    });
    expect(await made.invoke({ test: 'slak' })).toMatchObject({
      kind: 'failed',
      errorMessage: expect.stringContaining('Channels: slack, mail, bus.'),
    });
    expect(await made.invoke({})).toMatchObject({
      kind: 'failed',
      errorMessage: expect.stringContaining('{"redeliver": true}'),
    });
  });
});
