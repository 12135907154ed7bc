import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { Diagnostic } from '../../lib/diagnostic.ts';
import { type EnvironmentState, keyOf, type Store } from '../../lib/incidents/store.ts';
import type { CheckReport, RunReport } from '../../lib/report/run-report.ts';

/** Reads a kept report by its `s3://` address; undefined when it is gone. */
export type FetchReport = (uri: string) => Promise<CheckReport | undefined>;

/** Most environments that a widget shows: a bigger picture fits in no dashboard. */
const mostEnvironments = 100;

/** Puts together what the last run of each environment said, or of one of them. */
export async function lastReports(store: Store, fetchReport: FetchReport, only?: string): Promise<CheckReport> {
  const states = (await store.list('state', 'all')).filter(({ key }) => only === undefined || key.id === only);
  const shown = states.slice(0, mostEnvironments);
  const fetched = new Map<string, Promise<CheckReport | undefined>>();
  const fetchOnce = (uri: string) => {
    const before = fetched.get(uri);
    if (before !== undefined) return before;
    const now = fetchReport(uri);
    fetched.set(uri, now);
    return now;
  };
  const limit = pLimit(8);
  const environments = await Promise.all(
    shown.map(({ key, value }) => limit(() => lastRun(key.id, value, store, fetchOnce))),
  );
  const outcomes = environments.map(({ outcome }) => outcome);
  return {
    formatVersion: 1,
    outcome: outcomes.includes('unknown') ? 'unknown' : outcomes.includes('drift') ? 'drift' : 'inSync',
    environments,
    startedAt: environments.map(({ startedAt }) => startedAt).sort()[0] ?? new Date(0).toISOString(),
    tookMs: Math.max(0, ...environments.map(({ tookMs }) => tookMs)),
  };
}

/** A run whose report is gone is not known any more, whatever its record says. */
async function lastRun(name: string, state: EnvironmentState, store: Store, fetch: FetchReport): Promise<RunReport> {
  const record = await store.read(keyOf.run(name, state.runId));
  const uri = record?.value.report;
  const report = uri === undefined ? undefined : await fetch(uri);
  const run = report?.environments.find(({ environment }) => environment === name);
  return run ?? forgotten(name, state);
}

const reportGone: Diagnostic = {
  level: 'error',
  code: 'report-not-kept',
  message: 'the report of the last run is not there any more',
  remedy: 'Check now.',
};

function forgotten(environment: string, { checkedAt }: EnvironmentState): RunReport {
  return {
    environment,
    expectation: 'unknown',
    outcome: 'unknown',
    drifts: [],
    values: [],
    repair: 'plan',
    diagnostics: [reportGone],
    coverage: { objects: 0, valueChecks: 0, valueChecksComplete: 0 },
    startedAt: checkedAt,
    tookMs: 0,
  };
}

/**
 * Reads reports from the one bucket that they are kept in.
 *
 * @throws what the S3 client throws, but for a report that is gone
 */
export function fetchFrom(client: S3Client, bucket: string): FetchReport {
  return async (uri) => {
    const prefix = `s3://${bucket}/`;
    if (!uri.startsWith(prefix)) return undefined;
    try {
      const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: uri.slice(prefix.length) }));
      if (body === undefined) return undefined;
      const text = await promisify(gunzip)(await body.transformToByteArray());
      // Written by a check of the same monitor, so its shape needs no proof.
      return JSON.parse(text.toString('utf8')) as CheckReport;
    } catch (error) {
      // Without the right to list, S3 says of what is not there that it may not be read.
      if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined;
      throw error;
    }
  };
}
