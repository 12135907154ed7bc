import type { Environment } from '../../../lib/config/config.ts';
import { defaults } from '../../../lib/config/defaults.ts';
import { engineNamed } from '../../../lib/engines/engines.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { type CheckOptions, checkEnvironment } from '../../../lib/run/check-environment.ts';
import { realDeps } from '../../../lib/run/deps.ts';
import type { CompiledExpectation } from '../../../lib/run/expectation.ts';
import type { TestDatabase } from '../../support/databases.ts';

/** Compiles SQL into an expectation that reports all drift but what `change` says otherwise. */
export async function expectationOf(
  sql: string,
  change: Partial<CompiledExpectation> = {},
): Promise<CompiledExpectation> {
  const engine = engineNamed(defaults.engine);
  const { snapshot } = await engine.compile([{ path: '001.sql', text: sql }], { timeoutMs: defaults.compileTimeoutMs });
  return {
    name: 'content',
    engine: engine.name,
    snapshot,
    rules: { ignore: [], unexpected: 'report' },
    values: [],
    diagnostics: [],
    ...change,
  };
}

export interface Scene {
  readonly database: Pick<TestDatabase, 'url'>;
  readonly expected: CompiledExpectation;
  readonly environment?: Partial<Environment>;
  readonly options?: Partial<CheckOptions>;
  /** What happens while a check waits between its two looks. */
  readonly meanwhile?: () => Promise<unknown>;
}

/** Checks a database once, and says how long the check meant to wait between two looks. */
export async function check(scene: Scene): Promise<{ readonly report: RunReport; readonly waits: readonly number[] }> {
  const { database, expected, meanwhile } = scene;
  const waits: number[] = [];
  const environment: Environment = {
    name: 'prod',
    expectation: 'content',
    connection: { kind: 'url', template: database.url, at: 'here' },
    repair: 'plan',
    connectTimeoutMs: defaults.connectTimeoutMs,
    lockTimeoutMs: defaults.lockTimeoutMs,
    statementTimeoutMs: defaults.statementTimeoutMs,
    ...scene.environment,
  };
  const report = await checkEnvironment(
    environment,
    expected,
    { repair: 'plan', ...scene.options },
    {
      ...realDeps({}),
      sleep: async (ms) => {
        waits.push(ms);
        await meanwhile?.();
      },
    },
  );
  return { report, waits };
}
