import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { CheckReport } from '../../lib/report/run-report.ts';
import { reportPrefix } from './settings.ts';

/** Where a report lies. */
export interface KeptReport {
  /** `s3://bucket/reports/2026/03/01/<run>.json.gz` */
  readonly uri: string;
  /** The page of the AWS console that shows it. */
  readonly console: string;
}

/** Keeps whole reports. */
export interface ReportBucket {
  /** @throws what the S3 client throws */
  readonly keep: (report: CheckReport, runId: string) => Promise<KeptReport>;
}

/**
 * Keeps reports in S3 as gzipped JSON, by day. The object says how it is packed, so that browsers and the console
 * show it as plain JSON.
 */
export function makeReportBucket(client: S3Client, bucket: string, region: string): ReportBucket {
  return {
    keep: async (report, runId) => {
      const day = report.startedAt.slice(0, 10).replaceAll('-', '/');
      const key = `${reportPrefix}${day}/${runId}.json.gz`;
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: await promisify(gzip)(JSON.stringify(report)),
          ContentType: 'application/json',
          ContentEncoding: 'gzip',
        }),
      );
      const page = `https://${region}.console.aws.amazon.com/s3/object/${bucket}?prefix=${encodeURIComponent(key)}`;
      return { uri: `s3://${bucket}/${key}`, console: page };
    },
  };
}
