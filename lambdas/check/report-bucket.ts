import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { IncidentSpan } from '../../lib/report/history.ts';
import type { CheckReport } from '../../lib/report/run-report.ts';
import { reportPrefix } from './settings.ts';

/** Where a report lies. */
export interface KeptReport {
  /** `s3://bucket/reports/2026/03/01/<run>.json.gz` */
  readonly uri: string;
  /** The page of the AWS console that opens it for people: as a page to look at, where that could be kept too. */
  readonly console: string;
}

/** Keeps whole reports. */
export interface ReportBucket {
  /**
   * @param history since when each drift has been there, for the page
   * @throws what the S3 client throws
   */
  readonly keep: (report: CheckReport, runId: string, history: readonly IncidentSpan[]) => Promise<KeptReport>;
}

/**
 * Keeps reports in S3 by day, gzipped: as JSON, and beside it as the page that people look at. The objects say how they
 * are packed, so that browsers and the console show them as they are. A page that cannot be kept costs no report.
 */
export function makeReportBucket(client: S3Client, bucket: string, region: string): ReportBucket {
  const put = async (key: string, type: string, text: string) => {
    const packed = await promisify(gzip)(text);
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: packed, ContentType: type, ContentEncoding: 'gzip' }),
    );
  };
  return {
    keep: async (report, runId, history) => {
      const name = `${reportPrefix}${report.startedAt.slice(0, 10).replaceAll('-', '/')}/${runId}`;
      const [json, html] = [`${name}.json.gz`, `${name}.html`];
      await put(json, 'application/json', JSON.stringify(report));
      const shown = await putPage(report, history, (page) => put(html, 'text/html; charset=utf-8', page)).then(
        () => html,
        () => json,
      );
      const page = `https://${region}.console.aws.amazon.com/s3/object/${bucket}?prefix=${encodeURIComponent(shown)}`;
      return { uri: `s3://${bucket}/${json}`, console: page };
    },
  };
}

/** What draws pages is loaded when the checks are done. */
async function putPage(
  report: CheckReport,
  history: readonly IncidentSpan[],
  put: (page: string) => Promise<void>,
): Promise<void> {
  const { renderHtml } = await import('../../lib/report/html.ts');
  await put(renderHtml(report, { history }));
}
