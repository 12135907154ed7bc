import pLimit from 'p-limit';
import type { Config, Environment } from '../config/config.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnosticOf } from '../errors.ts';
import type { CheckReport, Outcome, RunReport } from '../report/run-report.ts';
import { type CheckOptions, checkEnvironment } from './check-environment.ts';
import type { Deps } from './deps.ts';
import { type CompiledExpectation, compileExpectation } from './expectation.ts';
import { withLikedCatalog } from './liked-catalog.ts';
import type { ScanMemories } from './look.ts';
import { unknownReport } from './unknown-report.ts';
import { notReached, withinTime } from './within-time.ts';

/** How many environments are checked, and how. */
export interface CheckAllOptions extends Omit<CheckOptions, 'memories'> {
  /** Names of the environments to check; absent: all of the configuration. */
  readonly environments?: readonly string[];
  /** How many environments are checked at the same time. @default 8 */
  readonly concurrency?: number;
  /** Expectations that were compiled before, by name; the others are compiled now. */
  readonly compiled?: { readonly [name: string]: CompiledExpectation };
  /** How long a check may still take to end by itself once `signal` has aborted. @default 5000 */
  readonly graceMs?: number;
  /** What the rolling scans of an environment's columns left in the run before. @default nothing */
  readonly recall?: (environment: string) => Promise<ScanMemories>;
  /** Told of each report as soon as it is there. */
  readonly onReport?: (report: RunReport) => void;
  /**
   * Told of an error that nobody foresaw; its environment is then `unknown` like any other that could not be checked.
   * Absent: such an error ends the whole run.
   */
  readonly onCrash?: (environment: string, error: unknown) => void;
}

/**
 * Checks environments side by side. One that cannot be checked is reported as `unknown` and never stops the others;
 * each expectation is compiled once.
 */
export async function checkAll(config: Config, options: CheckAllOptions, deps: Deps): Promise<CheckReport> {
  const started = deps.now();
  const names = options.environments ?? Object.keys(config.environments);
  const environments = names.map((name) => config.environments[name]).filter((found) => found !== undefined);
  const compile = compileOnce(config, options, deps);
  const limit = pLimit(options.concurrency ?? 8);
  const reports = await Promise.all(
    environments.map((environment) => limit(() => checkInTime(environment, compile, options, deps))),
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
function overallOutcome(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('unknown')) return 'unknown';
  return outcomes.includes('drift') ? 'drift' : 'inSync';
}

type Compile = (environment: Environment) => Promise<CompiledExpectation>;

function compileOnce(config: Config, { compiled: before = {}, signal }: CheckAllOptions, deps: Deps): Compile {
  const world = { env: deps.env, ...(signal === undefined ? {} : { signal }) };
  const compiled = new Map<string, Promise<CompiledExpectation>>();
  const compile = async (name: string): Promise<CompiledExpectation> => {
    const expectation = config.expectations[name];
    const known = before[name];
    if (known !== undefined) return known;
    if (expectation === undefined) throw new RangeError(`the configuration has no expectation ${name}`);
    return compileExpectation(expectation, config, world);
  };
  return (environment) => {
    const name = environment.expectation;
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const started = compile(name).then((expected) => withLikedCatalog(expected, config, deps));
    compiled.set(name, started);
    return started;
  };
}

async function checkInTime(
  environment: Environment,
  compile: Compile,
  options: CheckAllOptions,
  deps: Deps,
): Promise<RunReport> {
  const started = deps.now();
  const { signal, graceMs = 5000 } = options;
  const late = (when: 'before' | 'during') => unknownReport(environment, notReached(when), started, deps);
  if (signal?.aborted) return told(late('before'), options);
  const check = checkOne(environment, compile, options, deps).catch((error: unknown) => {
    if (options.onCrash === undefined) throw error;
    options.onCrash(environment.name, error);
    return unknownReport(environment, crashed, started, deps);
  });
  if (signal === undefined) return told(await check, options);
  const report = await withinTime(check, { signal, graceMs }, () => late('during'));
  const wasCut = signal.aborted && report.outcome === 'unknown' && report.applied === undefined;
  return told(wasCut ? late('during') : report, options);
}

/** Says no more than this: the text of an unforeseen error may hold anything, a password too. */
const crashed: Diagnostic = {
  level: 'error',
  code: 'internal-error',
  message: 'the check ended in an error that nobody foresaw',
  remedy: 'The log has it; please report it.',
};

function told(report: RunReport, { onReport }: CheckAllOptions): RunReport {
  onReport?.(report);
  return report;
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
    return unknownReport(environment, diagnosticOf(error), started, deps);
  }
  const memories = (await options.recall?.(environment.name)) ?? {};
  return checkEnvironment(environment, expected, { ...options, memories }, deps);
}
