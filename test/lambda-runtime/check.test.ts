import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Watched } from '../../lambdas/check/settings.ts';
import type { Environment } from '../../lib/config/config.ts';
import type { RunReport } from '../../lib/report/run-report.ts';
import { makeDynamoService } from '../support/aws/dynamodb.ts';
import { makeS3Service } from '../support/aws/s3.ts';
import { type KeptSecret, makeSecretsService } from '../support/aws/secrets-manager.ts';
import { type AwsStub, startAwsStub } from '../support/aws/server.ts';
import { type DeployedFunction, type DeployOptions, deployFunction } from './deployed-function.ts';
import { authority, environment, rdsSecret, startWatchedServer, type WatchedServer } from './watched-database.ts';

let server: WatchedServer;
let aws: AwsStub;
let secrets: Map<string, KeptSecret>;
let state: ReturnType<typeof makeDynamoService>;
let reports: ReturnType<typeof makeS3Service>;
const deployed: DeployedFunction[] = [];

beforeAll(async () => {
  server = await startWatchedServer();
  await server.makeDatabase('true');
  await server.makeDatabase('drifted', 'drop table looks');
  await server.makeDatabase(
    'strayed',
    `alter table content_plans drop constraint content_plans_status_check; insert into content_plans values (1, 'Draft')`,
  );
});
afterAll(() => server.stop());

beforeEach(async () => {
  secrets = new Map();
  state = makeDynamoService('drift');
  reports = makeS3Service();
  aws = await startAwsStub({
    secretsmanager: makeSecretsService(secrets),
    DynamoDB_20120810: state.service,
    s3: reports.service,
  });
});
afterEach(async () => {
  await Promise.all(deployed.splice(0).map((it) => it.stop()));
  await aws.stop();
});

async function deploy(environments: readonly Environment[], but: Partial<DeployOptions> = {}) {
  const watched: Watched = {
    formatVersion: 1,
    environments: Object.fromEntries(environments.map((it) => [it.name, it])),
    expectations: { content: server.expectation },
  };
  const made = await deployFunction({ watched, endpoint: aws.url, ...but });
  deployed.push(made);
  await made.ready;
  return made;
}

/** Environments called after their databases, each with its secret. */
function watch(...names: readonly string[]): Environment[] {
  return names.map((name) => {
    secrets.set(name, { text: rdsSecret(server, name) });
    return environment(name);
  });
}

/** The reports as JSON, in the order in which they came. */
function reportsKept() {
  return [...reports.objects].flatMap(([key, object]) =>
    key.includes('/reports/2') && key.endsWith('.json.gz') ? [object] : [],
  );
}

describe('the built function under the real runtime client', () => {
  test('checks real databases over TLS with a private authority, and answers', async () => {
    const made = await deploy(watch('true', 'drifted', 'strayed'));
    const end = await made.invoke({});
    expect(end).toMatchObject({
      kind: 'answered',
      answer: {
        outcome: 'drift',
        environments: {
          true: { outcome: 'inSync' },
          drifted: { outcome: 'drift', drifts: ['critical: table public.looks is missing'] },
          strayed: { outcome: 'drift' },
        },
      },
    });
    expect(made.log()).not.toContain('hunter2');
  });

  test('records each run with the state of its environment, and keeps the whole report', async () => {
    const made = await deploy(watch('true', 'drifted'));
    await made.invoke({});
    const kinds = [...state.items.values()].map((item) => `${item.pk?.S}`);
    expect(kinds.sort()).toEqual(['incidents#drifted', 'run#drifted', 'run#true', 'state#all', 'state#all']);
    const [object] = reportsKept();
    expect(object?.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/json' });
    const report = JSON.parse(gunzipSync(object?.body ?? Buffer.of()).toString());
    expect(report.environments).toHaveLength(2);
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  test('keeps the catalogs of its databases, and knows them in a new container', async () => {
    await (await deploy(watch('true', 'drifted'))).invoke({});
    await (await deploy(watch('true', 'drifted'))).invoke({});
    const runs = reportsKept().flatMap(
      ({ body }) => JSON.parse(gunzipSync(body).toString()).environments as RunReport[],
    );
    expect(runs.map(({ outcome, catalogReadAt }) => [outcome, catalogReadAt !== undefined])).toEqual([
      ['inSync', false],
      ['drift', false],
      ['inSync', true],
      ['drift', true],
    ]);
  });

  test('writes metrics in the embedded format, by environment and for all', async () => {
    const made = await deploy(watch('true', 'drifted'));
    await made.invoke({ scheduledTime: '2026-03-01T10:00:00Z', executionId: 'e1' });
    const metrics = made
      .log()
      .split('\n')
      .filter((line) => line.includes('"_aws"'))
      .map((line) => JSON.parse(line));
    expect(metrics.map(({ environment: of, Drift: drift, ScheduledRuns: runs }) => [of, drift, runs])).toEqual([
      ['true', 0, undefined],
      ['drifted', 1, undefined],
      [undefined, 1, undefined],
      [undefined, undefined, 1],
    ]);
    expect(metrics[0]).toMatchObject({ service: 'drift', _aws: { CloudWatchMetrics: [{ Namespace: 'Driftline' }] } });
  });

  test('runs a scheduled time once, however often it is delivered', async () => {
    const made = await deploy(watch('true'));
    const event = { scheduledTime: '2026-03-01T10:00:00Z', executionId: 'e1' };
    expect(await made.invoke(event)).toMatchObject({ answer: { outcome: 'inSync' } });
    expect(await made.invoke(event)).toMatchObject({ answer: { alreadyDone: expect.any(String) } });
    const again = await deploy(watch('true'));
    expect(await again.invoke(event)).toMatchObject({ answer: { alreadyDone: expect.any(String) } });
  });

  test('says what is allowed when an event is wrong', async () => {
    const made = await deploy(watch('true'));
    expect(await made.invoke({ enviroments: ['true'] })).toMatchObject({
      kind: 'failed',
      errorType: 'DriftlineError',
      errorMessage: expect.stringContaining('did you mean "environments"?. Allowed: environments: a list'),
    });
    expect(await made.invoke({ environments: ['tru'] })).toMatchObject({
      kind: 'failed',
      errorMessage: expect.stringContaining('Known environments: true'),
    });
  });
});

test('without metrics of each environment those of all together remain', async () => {
  const made = await deploy(watch('true', 'drifted'), { env: { DRIFTLINE_ENVIRONMENT_METRICS: 'no' } });
  await made.invoke({});
  const metrics = made
    .log()
    .split('\n')
    .filter((line) => line.includes('"_aws"'));
  expect(metrics.map((line) => JSON.parse(line))).toMatchObject([
    { service: 'drift', InSync: 1, Drift: 1, CriticalDrifts: 1 },
  ]);
});

describe('trouble in one environment leaves the others alone', () => {
  const whyOf = (end: unknown, name: string): string =>
    (end as { answer: { environments: Record<string, { notSeen?: string[] }> } }).answer.environments[
      name
    ]?.notSeen?.join() ?? '';

  test('a missing secret, a malformed one, a wrong password and a wrong authority are each named', async () => {
    const environments = [
      ...watch('true', 'absent', 'malformed', 'refused'),
      environment('distrusted', { tls: { mode: 'verify' } }),
    ];
    secrets.delete('absent');
    secrets.set('malformed', { text: 'hunter2' });
    secrets.set('refused', { text: rdsSecret(server, 'true', 'wrong') });
    secrets.set('distrusted', { text: rdsSecret(server, 'true') });
    const made = await deploy(environments);
    const end = await made.invoke({});
    expect(end).toMatchObject({ answer: { outcome: 'unknown', environments: { true: { outcome: 'inSync' } } } });
    expect(whyOf(end, 'absent')).toContain('the secret absent does not exist');
    expect(whyOf(end, 'malformed')).toContain('is neither JSON nor a connection URL');
    expect(whyOf(end, 'refused')).toMatch(/password|authenticat/);
    expect(whyOf(end, 'distrusted')).toContain('certificate');
    expect(JSON.stringify(end) + made.log()).not.toContain('hunter2');
  });

  test('a secret that is rotated between two runs is fetched anew when the old password is refused', async () => {
    const made = await deploy(watch('true'));
    expect(await made.invoke({})).toMatchObject({ answer: { outcome: 'inSync' } });
    const fetched = () => aws.calls.filter(({ action }) => action === 'GetSecretValue').length;
    expect(await made.invoke({})).toMatchObject({ answer: { outcome: 'inSync' } });
    expect(fetched()).toBe(1);
    await server.setPassword('rotated');
    try {
      secrets.set('true', { text: rdsSecret(server, 'true', 'rotated') });
      expect(await made.invoke({})).toMatchObject({ answer: { outcome: 'inSync' } });
      expect(fetched()).toBe(2);
    } finally {
      await server.setPassword(server.password);
    }
  });

  test('throttling is waited out', async () => {
    const made = await deploy(watch('true'));
    const throttled = new Map<string, number>();
    aws.fault = ({ action }) => {
      const times = throttled.get(action) ?? 0;
      throttled.set(action, times + 1);
      return times < 2 && action !== 'PUT' ? 'throttle' : undefined;
    };
    expect(await made.invoke({})).toMatchObject({ answer: { outcome: 'inSync' } });
    expect(throttled.get('GetSecretValue')).toBe(3);
  });

  test('a Secrets Manager that hangs costs its environments, not the run', async () => {
    const made = await deploy(watch('true'));
    aws.fault = ({ service }) => (service === 'secretsmanager' ? 'hang' : undefined);
    const end = await made.invoke({});
    expect(end).toMatchObject({ answer: { outcome: 'unknown' } });
    expect(whyOf(end, 'true')).toContain('did not give the secret true within 3000 ms');
    expect([...state.items.values()].some((item) => item.pk?.S === 'run#true')).toBe(true);
  });

  test('a bucket that refuses the report is said; a table that refuses the run is an error', async () => {
    const made = await deploy(watch('true'));
    aws.fault = ({ service }) => (service === 's3' ? 'internal-error' : undefined);
    expect(await made.invoke({})).toMatchObject({ answer: { report: { notKept: expect.any(String) } } });
    aws.fault = ({ service }) => (service.startsWith('DynamoDB') ? 'internal-error' : undefined);
    expect(await made.invoke({})).toMatchObject({
      kind: 'failed',
      errorMessage: expect.stringContaining('the state table drift did not answer'),
    });
  });

  test('of 15 environments of which 3 are broken, 12 are checked', async () => {
    const good = Array.from({ length: 12 }, (_, n) => `tenant-${n}`);
    for (const name of good) await server.makeDatabase(name);
    const environments = watch(...good, 'broken-0', 'broken-1', 'broken-2');
    secrets.set('broken-0', { text: '{' });
    secrets.set('broken-1', { text: rdsSecret(server, 'no-such-database') });
    secrets.delete('broken-2');
    const end = await (await deploy(environments)).invoke({});
    const { environments: answers } = (end as { answer: { environments: Record<string, { outcome: string }> } }).answer;
    const outcomes = Object.values(answers).map(({ outcome }) => outcome);
    expect(outcomes.filter((it) => it === 'inSync')).toHaveLength(12);
    expect(outcomes.filter((it) => it === 'unknown')).toHaveLength(3);
    expect(state.items.size).toBe(30);
  });

  test('a deadline in the middle leaves what was not reached unknown, and everything recorded', async () => {
    const environments = watch('true', 'drifted');
    secrets.set('hung', { text: rdsSecret(server, 'true') });
    const hung = environment('hung', { connectTimeoutMs: 60_000 });
    const made = await deploy([...environments, hung, environment('queued')], { env: { DRIFTLINE_CONCURRENCY: '3' } });
    aws.fault = ({ action, body }) => (action === 'GetSecretValue' && body.includes('hung') ? 'hang' : undefined);
    secrets.set('queued', { text: rdsSecret(server, 'true') });
    const end = await made.invoke({}, { timeoutMs: 4_000 });
    expect(end).toMatchObject({ kind: 'answered', answer: { outcome: 'unknown' } });
    expect(whyOf(end, 'hung')).toContain("time ran out during this environment's check");
    expect(state.items.size).toBe(9);
  });
});

test('environments are found by the tag of their secrets', async () => {
  const environments = watch('true');
  const password = encodeURIComponent(server.password);
  const url = `postgresql+asyncpg://watcher:${password}@localhost:${server.port}/drifted?sslmode=verify-full`;
  secrets.set('tenant', { text: url, tags: { 'driftline:expectation': 'content' } });
  secrets.set('unrelated', { text: 'hunter2', tags: { 'driftline:expectations': 'x' } });
  const made = await deploy(environments, {
    env: {
      DRIFTLINE_DISCOVER_TAG: 'driftline:expectation',
      NODE_EXTRA_CA_CERTS: authority,
    },
  });
  expect(await made.invoke({ list: 'environments' })).toMatchObject({ answer: { environments: ['tenant', 'true'] } });
  expect(await made.invoke({ environments: ['tenant'] })).toMatchObject({
    answer: { environments: { tenant: { outcome: 'drift' } } },
  });
});

describe('a server that prints the same definition in another way', () => {
  let old: WatchedServer;
  let caches: string;
  beforeAll(async () => {
    old = await startWatchedServer(13);
    await old.makeDatabase('old');
    caches = await mkdtemp(join(tmpdir(), 'driftline-caches-'));
  });
  afterAll(async () => {
    await old.stop();
    await rm(caches, { recursive: true, force: true });
  });
  const cache = (name: string) => join(caches, name);

  test('is in sync where the arbiter came along', async () => {
    secrets.set('old', { text: rdsSecret(old, 'old') });
    const made = await deploy([environment('old')], { withArbiter: true, env: { DRIFTLINE_CACHE: cache('a') } });
    expect(await made.invoke({})).toMatchObject({ answer: { environments: { old: { outcome: 'inSync' } } } });
    expect([...state.items.values()].filter(({ kind }) => kind?.S === 'verdict')).toHaveLength(1);

    // Another function has neither this one's memory nor its files: it asks the table, and replays nothing.
    const told = () => aws.calls.filter(({ action, body }) => action !== 'GetItem' && body.includes('verdict#')).length;
    const before = told();
    const other = await deploy([environment('old')], { withArbiter: true, env: { DRIFTLINE_CACHE: cache('b') } });
    expect(await other.invoke({})).toMatchObject({ answer: { environments: { old: { outcome: 'inSync' } } } });
    expect(told()).toBe(before);
  });

  test('is compared as text where it did not', async () => {
    secrets.set('old', { text: rdsSecret(old, 'old') });
    const made = await deploy([environment('old')]);
    expect(await made.invoke({})).toMatchObject({
      answer: { environments: { old: { drifts: [expect.stringContaining("timezone('utc'::text, now())")] } } },
    });
  });
});
