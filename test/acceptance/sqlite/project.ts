import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInFile } from '../../../demo/make-file.ts';
import { loadConfig } from '../../../lib/config/load.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { type CheckAllOptions, checkAll } from '../../../lib/run/check-all.ts';
import { compileAll } from '../../../lib/run/compile-all.ts';
import { type Deps, realDeps } from '../../../lib/run/deps.ts';

/** A folder with a configuration, migrations and a database file, `app.db`. */
export interface SqliteProject extends AsyncDisposable {
  readonly folder: string;
  /** The path of the database file, or of another one beside it. */
  readonly path: (name?: string) => string;
  readonly check: (options?: Partial<CheckAllOptions>, deps?: Partial<Deps>) => Promise<RunReport>;
}

/** What a test says of a project; everything else is as short and strict as tests like it. */
export interface ProjectParts {
  readonly migrations: string;
  /** What is in the file already; absent: there is no file. */
  readonly database?: string;
  readonly expectation?: object;
  readonly environment?: object;
  readonly env?: Deps['env'];
}

/** Writes a project; its environment is called `local` and may be repaired. */
export async function makeSqliteProject(parts: ProjectParts): Promise<SqliteProject> {
  const folder = await mkdtemp(join(tmpdir(), 'driftline-sqlite-'));
  const path = (name = 'app.db') => join(folder, name);
  await mkdir(path('migrations'));
  await writeFile(path('migrations/001.sql'), parts.migrations);
  await writeFile(
    path('driftline.yaml'),
    JSON.stringify({
      expectations: { app: { engine: 'sqlite', migrations: 'migrations', ...parts.expectation } },
      environments: {
        local: { expectation: 'app', url: 'file:app.db', repair: 'safe', lockTimeout: '200ms', ...parts.environment },
      },
    }),
  );
  if (parts.database !== undefined) runInFile(path(), parts.database);
  // The migrations stay as they are: one compilation is enough for all checks.
  let compiling: ReturnType<typeof compileAll> | undefined;
  return {
    folder,
    path,
    check: async (options = {}, deps = {}) => {
      const { config } = await loadConfig(path('driftline.yaml'));
      compiling ??= compileAll(config);
      const all = await checkAll(
        config,
        { repair: 'off', compiled: await compiling, ...options },
        { ...realDeps(parts.env ?? {}), ...deps },
      );
      const [report] = all.environments;
      if (report === undefined) throw new RangeError('a project has one environment');
      return report;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The drifts as people would list them. */
export function listDrifts({ drifts }: RunReport): readonly string[] {
  return drifts.map(({ kind, id, attribute }) => [kind, id, ...(attribute === undefined ? [] : [attribute])].join(' '));
}
