import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readEvent } from '../../lambdas/check/event.ts';
import { recordRun } from '../../lambdas/check/record-run.ts';
import { makeReportBucket } from '../../lambdas/check/report-bucket.ts';
import { answerWidget } from '../../lambdas/widget/answer-widget.ts';
import { readWidgetEvent } from '../../lambdas/widget/event.ts';
import { fetchFrom } from '../../lambdas/widget/last-reports.ts';
import { noAlerts } from '../../lib/alerts/settings.ts';
import { keyOf, type Store } from '../../lib/incidents/store.ts';
import { makeDynamoStore } from '../../lib/incidents/store-dynamodb.ts';
import { makeMemoryStore } from '../../lib/incidents/store-memory.ts';
import type { RunReport } from '../../lib/report/run-report.ts';
import { makeDynamoService } from '../support/aws/dynamodb.ts';
import { makeS3Service } from '../support/aws/s3.ts';
import { type AwsStub, startAwsStub } from '../support/aws/server.ts';
import { missingTable, runReport } from './reports.ts';

const self = 'arn:aws:lambda:eu-central-1:111111111111:function:widget';
const check = 'arn:aws:lambda:eu-central-1:111111111111:function:check';
const hostile = '<script>owned()</script>"><cwdb-action action="call">';

const s3 = makeS3Service();
const dynamo = makeDynamoService('drift');
let stub: AwsStub;

beforeAll(async () => {
  stub = await startAwsStub({ s3: s3.service, DynamoDB_20120810: dynamo.service });
  vi.stubEnv('AWS_ENDPOINT_URL', stub.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('DRIFTLINE_TABLE', 'drift');
  vi.stubEnv('DRIFTLINE_REPORTS', 'reports');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await stub.stop();
});

const client = () => new S3Client({ forcePathStyle: true });

/** Keeps a run as the check function does. */
async function keep(store: Store, ...runs: readonly RunReport[]): Promise<void> {
  const [first] = runs;
  const startedAt = first?.startedAt ?? '';
  const report = { formatVersion: 1, outcome: 'drift', environments: runs, startedAt, tookMs: 5 } as const;
  const runId = `${startedAt}-${runs.map(({ environment }) => encodeURIComponent(environment)).join('-')}`;
  const { uri } = await makeReportBucket(client(), 'reports', 'eu-central-1').keep(report, runId, []);
  const context = {
    runId,
    notify: false,
    report: uri,
    expiresAt: new Date('2099-01-01T00:00:00Z'),
    alerts: noAlerts,
    isBaseline: false,
    now: new Date(startedAt),
    retentionMs: 1000,
  };
  for (const run of runs) await recordRun(store, run, context);
}

const drifting = runReport('prod', { outcome: 'drift', drifts: [missingTable] });
const ask = (store: Store, event: object) =>
  answerWidget(readWidgetEvent(event), { store, fetchReport: fetchFrom(client(), 'reports'), self });
const overview = { checks: [{ endpoint: check }], widgetContext: { theme: 'dark', dashboardName: 'x' } };
const newStore = () => makeMemoryStore(() => new Date('2026-03-01T12:00:00Z'));

/** The actions of a widget, as the console reads them. */
function actionsIn(html: string) {
  return [...html.matchAll(/<cwdb-action ([^>]*)>([^<]*)<\/cwdb-action>/g)].map(([, attributes = '', body = '']) => ({
    endpoint: /endpoint="([^"]*)"/.exec(attributes)?.[1],
    confirmation: /confirmation="([^"]*)"/.exec(attributes)?.[1],
    event: JSON.parse(
      body
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    ),
  }));
}

describe('the widget', () => {
  test('shows what the last run of each environment found', async () => {
    const store = newStore();
    await keep(store, drifting, runReport('dev'));
    await keep(store, runReport('dev', { startedAt: '2026-03-01T11:00:00.000Z', outcome: 'unknown' }));
    const html = String(await ask(store, overview));
    expect(html).toContain('<div class="driftline dark">');
    expect(html).toContain('1 unknown, 1 with drift');
    expect(html).toContain('table public.content_plans');
    expect(html).toContain('2026-03-01 11:00:00 UTC');
    expect(html).toContain('? not seen');
  });

  test('asks before it checks, and has no button that repairs unless it may', async () => {
    const store = newStore();
    await keep(store, drifting);
    const [checkNow, ...rest] = actionsIn(String(await ask(store, overview)));
    expect(checkNow).toMatchObject({
      endpoint: check,
      event: { repair: 'plan' },
      confirmation: expect.stringContaining('Nothing is changed'),
    });
    expect(rest).toEqual([{ endpoint: self, confirmation: undefined, event: { report: 'prod' } }]);
    const withRepair = actionsIn(String(await ask(store, { ...overview, mayRepair: true })));
    expect(withRepair[1]).toMatchObject({
      endpoint: check,
      event: { repair: 'safe' },
      confirmation: expect.stringContaining('Databases are changed'),
    });
  });

  test('sends events that the check function understands', async () => {
    const store = newStore();
    const sent = actionsIn(String(await ask(store, { ...overview, mayRepair: true }))).map(({ event }) =>
      readEvent({ ...event, widgetContext: { dashboardName: 'x' } }),
    );
    expect(sent).toMatchObject([
      { kind: 'check', repair: 'plan' },
      { kind: 'check', repair: 'safe' },
    ]);
  });

  test('shows the whole report of one environment', async () => {
    const store = newStore();
    await keep(store, drifting);
    const html = String(await ask(store, { report: 'prod' }));
    expect(html).toContain('missing <span class="code">table content_plans</span>');
    expect(html).toContain('<div class="driftline light">');
    expect(await ask(store, { report: 'nobody' })).toContain('Nothing is known of nobody');
  });

  test('says since when each drift has been there, and which have come and gone', async () => {
    const store = newStore();
    await keep(store, drifting);
    const incident = { state: 'open', isPresent: true, told: 'open', opened: 1, flips: [] } as const;
    const subject = { ...missingTable, title: '', line: '' };
    const gone = { ...subject, fingerprint: 'f2', id: 'table:public.gone' };
    const incidents = {
      f1: { ...incident, subject, openedAt: '2026-02-20T08:00:00.000Z' },
      f2: {
        ...incident,
        subject: gone,
        isPresent: false,
        openedAt: '2026-02-01T08:00:00.000Z',
        resolvedAt: '2026-02-02T08:00:00.000Z',
      },
    };
    await store.write([{ key: keyOf.incidents('prod', '0'), value: { incidents }, expectedVersion: 0 }]);
    const html = String(await ask(store, { report: 'prod' }));
    expect(html).toContain('since 2026-02-20 08:00:00 UTC');
    expect(html).toContain('table public.gone');
    expect(html).toContain('2026-02-02 08:00:00 UTC');
  });

  test('says that nothing is known of an environment whose report is gone', async () => {
    const store = newStore();
    await keep(store, drifting);
    s3.objects.clear();
    const html = String(await ask(store, overview));
    expect(html).toContain('1 unknown');
    expect(html).toContain('the report of the last run is not there any more');
  });

  test('says so before anything has been checked', async () => {
    expect(await ask(newStore(), overview)).toContain('Nothing has been checked yet');
  });

  test('shows hostile names as text', async () => {
    const store = newStore();
    await keep(store, runReport(hostile, { outcome: 'drift', drifts: [{ ...missingTable, hint: hostile }] }));
    for (const event of [overview, { report: hostile }]) {
      const html = String(await ask(store, event));
      expect(html).toContain('&lt;script&gt;owned()&lt;/script&gt;');
      expect(html).not.toContain('<script');
      expect(html.match(/<cwdb-action/g)?.length ?? 0).toBe(event === overview ? 2 : 0);
    }
    const [, show] = actionsIn(String(await ask(store, overview)));
    expect(show?.event).toEqual({ report: hostile });
  });

  test('describes itself', async () => {
    expect(await ask(newStore(), { describe: true })).toMatchObject({
      markdown: expect.stringContaining('**checks**'),
    });
  });

  test('refuses parameters that it does not understand', () => {
    expect(() => readWidgetEvent({ checks: 'all' })).toThrow('checks is not as it must be');
    expect(() => readWidgetEvent({ checks: [{ group: 'a' }] })).toThrow('checks is not as it must be');
    expect(() => readWidgetEvent({ mayRepair: 'yes' })).toThrow('mayRepair is not as it must be');
  });
});

test('the bundle answers over AWS, with the name that it was called by', async () => {
  const store = makeDynamoStore({
    client: new DynamoDBClient({}),
    tableName: 'drift',
    now: () => new Date(),
    random: () => 0.5,
    sleep: async () => {},
  });
  await keep(store, drifting);
  const bundle = pathToFileURL(join(import.meta.dirname, '../../dist/bundles/widget/index.js')).href;
  const { handler } = await import(bundle);
  const html = await handler(overview, { invokedFunctionArn: self });
  expect(html).toContain('table public.content_plans');
  expect(actionsIn(html).map(({ endpoint }) => endpoint)).toEqual([check, self]);
  expect(await handler({ describe: true }, { invokedFunctionArn: self })).toHaveProperty('markdown');
});
