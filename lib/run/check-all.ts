import pLimit from 'p-limit';
import type { Config, Environment } from '../config/config.ts';
import { diagnosticOf } from '../errors.ts';
import type { CheckReport, Outcome, RunReport } from '../report/run-report.ts';
import { type CheckOptions, checkEnvironment } from './check-environment.ts';
import type { Deps } from './deps.ts';
import { type CompiledExpectation, compileExpectation } from './expectation.ts';

export interface CheckAllOptions extends CheckOptions {
  /** Names of the environments to check; absent: all of the configuration. */
  readonly environments?: readonly string[];
  /** How many environments are checked at the same time. @default 8 */
  readonly concurrency?: number;
}

/**
 * Checks environments side by side. One that cannot be checked is reported as `unknown` and never stops the others;
 * each expectation is compiled once.
 */
export async function checkAll(config: Config, options: CheckAllOptions, deps: Deps): Promise<CheckReport> {
  const started = deps.now();
  const names = options.environments ?? Object.keys(config.environments);
  const environments = names.map((name) => config.environments[name]).filter((found) => found !== undefined);
  const compile = compileOnce(config);
  const limit = pLimit(options.concurrency ?? 8);
  const reports = await Promise.all(
    environments.map((environment) => limit(() => checkOne(environment, compile, options, deps))),
  );
  return {
    formatVersion: 1,
    outcome: overallOutcome(reports.map((report) => report.outcome)),
    environments: reports,
    startedAt: started.toISOString(),
    tookMs: deps.now().getTime() - started.getTime(),
  };
}

/** `unknown` when anything could not be seen, else `drift` when anything drifted: a gap must not hide behind a drift. */
export function overallOutcome(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('unknown')) return 'unknown';
  return outcomes.includes('drift') ? 'drift' : 'inSync';
}

type Compile = (environment: Environment) => Promise<CompiledExpectation>;

function compileOnce(config: Config): Compile {
  const compiled = new Map<string, Promise<CompiledExpectation>>();
  return (environment) => {
    const name = environment.expectation;
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const expectation = config.expectations[name];
    if (expectation === undefined) throw new RangeError(`the configuration has no expectation ${name}`);
    const started = compileExpectation(expectation, config);
    compiled.set(name, started);
    return started;
  };
}

async function checkOne(
  environment: Environment,
  compile: Compile,
  options: CheckAllOptions,
  deps: Deps,
): Promise<RunReport> {
  const started = deps.now();
  options.onProgress?.({ environment: environment.name, phase: 'compiling' });
  let expected: CompiledExpectation;
  try {
    expected = await compile(environment);
  } catch (error) {
    options.onProgress?.({ environment: environment.name, phase: 'done' });
    return {
      environment: environment.name,
      expectation: environment.expectation,
      outcome: 'unknown',
      drifts: [],
      values: [],
      repair: 'off',
      diagnostics: [diagnosticOf(error)],
      coverage: { objects: 0, valueChecks: 0, valueChecksComplete: 0 },
      startedAt: started.toISOString(),
      tookMs: deps.now().getTime() - started.getTime(),
    };
  }
  return checkEnvironment(environment, expected, options, deps);
}
