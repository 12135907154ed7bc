import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DriftlineError } from '../errors.ts';
import type { Plan } from '../plan/statement.ts';
import type { CliIo } from './cli-io.ts';

const remedy = 'Write it with `driftline plan --env NAME --format json > plan.json`.';

/**
 * Reads the plan of one environment from a report that `--format json` wrote.
 *
 * @throws DriftlineError `plan-unreadable` with the file and what is wrong with it
 */
export async function readPlan(file: string, environment: string, { cwd }: CliIo): Promise<Plan> {
  const { checkReportSchema } = await import('../report/report-schema.ts');
  const { data, error } = checkReportSchema.safeParse(await readJson(file, cwd));
  if (data === undefined) {
    const [issue] = error.issues;
    throw unreadable(file, `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'no report'}`);
  }
  const report = data.environments.find((each) => each.environment === environment);
  if (report === undefined) {
    const names = data.environments.map((each) => each.environment).join(', ');
    throw unreadable(file, `it tells nothing of ${environment}, only of ${names || 'nobody'}`);
  }
  if (report.plan === undefined) throw unreadable(file, `its report on ${environment} holds no plan`);
  return report.plan;
}

async function readJson(file: string, cwd: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw unreadable(file, code === 'ENOENT' ? 'there is no such file' : code, cause);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, 'it is no JSON', cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): DriftlineError {
  return new DriftlineError('plan-unreadable', `${file} holds no plan to run: ${why}`, { remedy, cause });
}
