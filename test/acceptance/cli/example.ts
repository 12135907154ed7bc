import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { DoctorReport } from '../../../lib/cli/doctor-report.ts';
import type { CheckReport } from '../../../lib/report/run-report.ts';
import { createDatabase, type TestDatabase } from '../../support/databases.ts';
import { createProjectFolder, type ProjectFolder } from '../../support/project-folder.ts';
import { type CommandResult, runDriftline } from '../../support/run-driftline.ts';

/** What the example's expectation promises. */
export const migrations = `create table plans (id bigint primary key, status varchar(20) not null default 'draft');
create index ix_plans_status on plans (status);
create table items (id bigint primary key, plan_id bigint not null references plans (id));
`;

/** The example's configuration: environments of every policy, and two that cannot be looked at. */
export const config = `expectations:
  content:
    migrations: migrations
    values: { plans.status: [draft, active] }
environments:
  sound: { expectation: content, url: "\${SOUND_URL}" }
  drifted: { expectation: content, url: "\${DRIFTED_URL}", repair: safe }
  guarded: { expectation: content, url: "\${DRIFTED_URL}", repair: plan }
  silent: { expectation: content, url: "\${DRIFTED_URL}", repair: off }
  gone: { expectation: content, url: "postgresql://postgres@127.0.0.1:1/nowhere", connectTimeout: 2s }
  unset: { expectation: content, url: "\${NOBODY_SETS_THIS}" }
`;

/** A project in a folder, and a database that is as it promises. */
export interface Example extends AsyncDisposable {
  readonly folder: ProjectFolder;
  readonly sound: TestDatabase;
  /** Runs `driftline` in the project's folder. */
  readonly run: (args: readonly string[], env?: { readonly [name: string]: string }) => Promise<CommandResult>;
  /** Makes a database that lacks the table `items` and the index. */
  readonly drifted: () => Promise<TestDatabase & AsyncDisposable>;
}

export async function createExample(major: number): Promise<Example> {
  const folder = await createProjectFolder({ 'driftline.yaml': config, 'migrations/001.sql': migrations });
  const sound = await createDatabase(major, migrations);
  return {
    folder,
    sound,
    run: (args, env = {}) => runDriftline(args, { cwd: folder.path, env: { SOUND_URL: sound.url, ...env } }),
    drifted: async () => {
      const database = await createDatabase(
        major,
        `create table plans (id bigint primary key, status varchar(20) not null default 'draft')`,
      );
      return { ...database, [Symbol.asyncDispose]: database.drop };
    },
    [Symbol.asyncDispose]: async () => {
      await sound.drop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

const schemaOf = async (name: string) =>
  new Ajv({ strict: false }).compile(
    JSON.parse(await readFile(new URL(`../../../schema/${name}`, import.meta.url), 'utf8')) as object,
  );
const isReport = await schemaOf('report.schema.json');
const isDoctorReport = await schemaOf('doctor.schema.json');

/** The one document on standard output, which must be as its published schema says. */
export function reportIn({ stdout }: CommandResult): CheckReport {
  const report = JSON.parse(stdout) as CheckReport;
  isReport(report);
  expect(isReport.errors).toBeNull();
  return report;
}

/** The same for `doctor`. */
export function doctorReportIn({ stdout }: CommandResult): DoctorReport {
  const report = JSON.parse(stdout) as DoctorReport;
  isDoctorReport(report);
  expect(isDoctorReport.errors).toBeNull();
  return report;
}
