import { gunzipSync } from 'node:zlib';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import { makeReportBucket } from '../../lambdas/check/report-bucket.ts';
import type { CheckReport } from '../../lib/report/run-report.ts';
import { makeS3Service } from '../support/aws/s3.ts';
import { startAwsStub } from '../support/aws/server.ts';
import { missingTable, runReport } from './reports.ts';

const { service, objects } = makeS3Service();
const stub = await startAwsStub({ s3: service });
afterAll(() => stub.stop());

const bucket = makeReportBucket(
  new S3Client({
    endpoint: stub.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
    maxAttempts: 1,
  }),
  'reports',
  'eu-central-1',
);

const startedAt = '2026-03-01T10:00:00.000Z';
const report: CheckReport = {
  formatVersion: 1,
  outcome: 'drift',
  environments: [runReport('prod', { outcome: 'drift', drifts: [missingTable] })],
  startedAt,
  tookMs: 5,
};
const keyOf = (ending: string) => `/reports/reports/2026/03/01/run${ending}`;

test('a report is kept as JSON and as a page, and the page is what people are led to', async () => {
  const { id, fingerprint, severity } = missingTable;
  const openedAt = '2026-02-27T08:00:00.000Z';
  const kept = await bucket.keep(report, 'run', [{ environment: 'prod', id, fingerprint, severity, openedAt }]);
  expect(kept.uri).toBe('s3://reports/reports/2026/03/01/run.json.gz');
  expect(kept.console).toMatch(/prefix=reports%2F2026%2F03%2F01%2Frun\.html$/);
  const [json, page] = [objects.get(keyOf('.json.gz')), objects.get(keyOf('.html'))];
  expect(JSON.parse(gunzipSync(json?.body ?? '').toString())).toEqual(report);
  const html = gunzipSync(page?.body ?? '').toString();
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).toContain('2026-02-27 08:00:00 UTC');
  expect(page?.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' });
});

test('a page that cannot be kept costs no report', async () => {
  objects.clear();
  stub.fault = ({ path }) => (path.includes('.html') ? 'internal-error' : undefined);
  const kept = await bucket.keep(report, 'run', []);
  expect(objects.has(keyOf('.json.gz'))).toBe(true);
  expect(kept.console).toMatch(/run\.json\.gz$/);
});
