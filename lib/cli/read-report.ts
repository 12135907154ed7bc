import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DriftlineError } from '../errors.ts';
import type { CheckReport } from '../report/run-report.ts';
import type { CliIo } from './cli-io.ts';

/**
 * Reads a report that `--format json` wrote, or that a deployed monitor keeps, packed or not.
 *
 * @throws DriftlineError `report-unreadable` with the file and what is wrong with it
 */
export async function readReport(file: string, { cwd }: CliIo): Promise<CheckReport> {
  const { checkReportSchema } = await import('../report/report-schema.ts');
  const { data, error } = checkReportSchema.safeParse(await readJson(file, cwd));
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw unreadable(file, `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'no report'}`);
}

async function readJson(file: string, cwd: string): Promise<unknown> {
  let bytes: Buffer;
  try {
    bytes = await readFile(resolve(cwd, file));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw unreadable(file, code === 'ENOENT' ? 'there is no such file' : code, cause);
  }
  try {
    // Packed files begin so: https://www.rfc-editor.org/rfc/rfc1952#page-6
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse((isPacked ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (cause) {
    throw unreadable(file, 'it is no JSON', cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): DriftlineError {
  return new DriftlineError('report-unreadable', `${file} holds no report: ${why}`, {
    remedy: 'Write one with `driftline check --format json > report.json`, or fetch one from the bucket of a monitor.',
    cause,
  });
}
