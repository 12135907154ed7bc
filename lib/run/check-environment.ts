import { applyPlan } from '../apply/apply-plan.ts';
import type { ApplyReport } from '../apply/apply-report.ts';
import type { Environment } from '../config/config.ts';
import { defaults } from '../config/defaults.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { ignoreRulesInForce } from '../diff/ignore-rules.ts';
import type { Engine, Session, SpellingMemory } from '../engines/engine.ts';
import { engineNamed } from '../engines/engines.ts';
import { diagnosticOf } from '../errors.ts';
import { holdStatements } from '../plan/hold-statements.ts';
import type { Plan, RepairPolicy } from '../plan/statement.ts';
import type { RunReport } from '../report/run-report.ts';
import { tellWhere } from '../report/tell-where.ts';
import { type Deps, realDeps } from './deps.ts';
import type { CompiledExpectation } from './expectation.ts';
import type { KeptCatalogs } from './kept-catalogs.ts';
import { findCatalogDrifts, memoriesOf, type ScanMemories } from './look.ts';
import { openSession } from './open-session.ts';
import { outcomeOf } from './outcome-of.ts';
import { planLook } from './plan-look.ts';
import { tellLook } from './tell-look.ts';
import { lookOnce, lookSurely, type SureLook } from './two-looks.ts';

/** How a check is done, and how far it may go. */
export interface CheckOptions {
  /** The most that this run may do; the environment's own policy may allow less, never more. */
  readonly repair: RepairPolicy;
  /** The plan that a person was shown: a repair runs this, or nothing when it is another one by now. */
  readonly reviewed?: Plan;
  /** What the rolling scans of the last run left, by column; each finding holds what to keep for the next run. */
  readonly memories?: ScanMemories;
  /** Remembers beyond this process which texts are only two spellings. */
  readonly spellings?: SpellingMemory;
  /** Spares databases whose catalogs are unchanged that they are read again. @default they are read */
  readonly kept?: KeptCatalogs;
  /** How long after a look that found drift the second one follows, whatever the environments say. */
  readonly settleMs?: number;
  /** The same for the environments that say nothing. @default 0, which is a single look */
  readonly defaultSettleMs?: number;
  /** Tells drifts that the environments' baselines accept as well. */
  readonly ignoresBaseline?: boolean;
  /** When the signal will abort, if that is known: no repair is begun that would last longer. */
  readonly endsAt?: Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: Progress) => void;
}

/** What a check does at this moment. */
export interface Progress {
  readonly environment: string;
  readonly phase: 'compiling' | 'connecting' | 'checking' | 'settling' | 'repairing' | 'done';
}

/**
 * Checks one environment, repairs it where that is allowed, and looks again after a repair.
 *
 * Never throws for what can go wrong with a database: the report is then `unknown` and its diagnostics say why.
 */
export async function checkEnvironment(
  environment: Environment,
  compiled: CompiledExpectation,
  options: CheckOptions = { repair: 'plan' },
  deps: Deps = realDeps(process.env),
): Promise<RunReport> {
  const expected = withRulesInForce(compiled, deps.now());
  const run = startRun(environment, expected, options, deps);
  const engine = withSpellings(engineNamed(expected.engine), options.spellings);
  let session: Session | undefined;
  try {
    options.onProgress?.({ environment: environment.name, phase: 'connecting' });
    session = await openSession(engine, environment, 'driftline', deps, expected.rules.extras);
    closeOnAbort(session, run.repair, options.signal);
    options.onProgress?.({ environment: environment.name, phase: 'checking' });
    return await checkSession(session, engine, expected, options, deps, run);
  } catch (error) {
    return run.unknown(diagnosticOf(error), session);
  } finally {
    await session?.close();
    options.onProgress?.({ environment: environment.name, phase: 'done' });
  }
}

function withSpellings(engine: Engine, spellings: SpellingMemory | undefined): Engine {
  if (spellings === undefined) return engine;
  return { ...engine, settle: (drifts, expected, actual) => engine.settle(drifts, expected, actual, spellings) };
}

/** Rules may have ended since the expectation was compiled. */
function withRulesInForce(compiled: CompiledExpectation, now: Date): CompiledExpectation {
  const { rules: ignore, diagnostics } = ignoreRulesInForce(compiled.rules.ignore, now);
  if (diagnostics.length === 0) return compiled;
  return {
    ...compiled,
    rules: { ...compiled.rules, ignore },
    diagnostics: [...compiled.diagnostics, ...diagnostics],
  };
}

/** A query under way ends at once with its connection. A repair is left to stop by itself, at a place that is safe. */
function closeOnAbort(session: Session, repair: RepairPolicy, signal: AbortSignal | undefined): void {
  if (repair === 'safe') return;
  signal?.addEventListener('abort', () => session.close().catch(() => undefined), { once: true });
}

async function checkSession(
  session: Session,
  engine: Engine,
  expected: CompiledExpectation,
  options: CheckOptions,
  deps: Deps,
  run: Run,
): Promise<RunReport> {
  const { environment } = run;
  const { settleMs = environment.settleMs ?? options.defaultSettleMs ?? 0 } = options;
  const onWait = () => options.onProgress?.({ environment: environment.name, phase: 'settling' });
  const asked = { ...options, settleMs, onWait, withDependencies: run.repair !== 'off' };
  const first = await lookSurely(engine, session, environment, expected, asked, deps);
  // A reviewed plan gets its answer also where nothing is left to do.
  const isIdle = first.catalogDrifts.length === 0 && options.reviewed === undefined;
  if (run.repair === 'off' || isIdle) return run.finished(session, first);

  const whole = await planLook(session, engine, first, environment);
  const plan = holdStatements(whole, environment.repairLimits ?? defaults.repairLimits, {
    now: deps.now(),
    tableBytes: await session.tableBytes([...new Set(whole.statements.flatMap(({ sizedBy }) => sizedBy))]),
    ...(options.endsAt === undefined ? {} : { timeLeftMs: options.endsAt.getTime() - deps.now().getTime() }),
  });
  if (run.repair === 'plan') return run.finished(session, first, { plan });

  options.onProgress?.({ environment: environment.name, phase: 'repairing' });
  const applied = await applyPlan(session, plan, {
    before: first.introspection,
    ...(options.reviewed === undefined ? {} : { reviewed: options.reviewed }),
    findDrifts: async (actual) => (await findCatalogDrifts(engine, expected, actual)).drifts,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...deps,
  });
  const memories = { ...options.memories, ...memoriesOf(first.values) };
  const repaired = { plan, applied, before: first };
  try {
    const second = await lookOnce(engine, session, environment, expected, { ...options, memories });
    return run.finished(session, second, repaired);
  } catch (error) {
    // The connection may have died at COMMIT: what was done, or is in doubt, must be told all the more.
    return run.unknown(diagnosticOf(error), session, repaired);
  }
}

/** What stays the same through one run, and how it ends. */
interface Run {
  readonly environment: Environment;
  readonly repair: RepairPolicy;
  readonly finished: (session: Session, look: SureLook, repaired?: Repaired) => RunReport;
  readonly unknown: (diagnostic: Diagnostic, session?: Session, repaired?: Repaired) => RunReport;
}

/** A plan, and what became of it where it was run. */
interface Repaired {
  readonly plan: Plan;
  readonly applied?: ApplyReport;
  readonly before?: SureLook;
}

function tellRepair(repaired: Repaired | undefined): Pick<RunReport, 'driftsBefore' | 'plan' | 'applied'> {
  if (repaired === undefined) return {};
  const { plan, applied, before } = repaired;
  return {
    plan,
    ...(before === undefined ? {} : { driftsBefore: before.drifts }),
    ...(applied === undefined ? {} : { applied }),
  };
}

const policyOrder: readonly RepairPolicy[] = ['off', 'plan', 'safe'];

function startRun(environment: Environment, expected: CompiledExpectation, options: CheckOptions, deps: Deps): Run {
  const started = deps.now();
  const repair =
    policyOrder[Math.min(policyOrder.indexOf(environment.repair), policyOrder.indexOf(options.repair))] ?? 'off';
  const heldBack: readonly Diagnostic[] =
    policyOrder.indexOf(options.repair) > policyOrder.indexOf(environment.repair) && options.repair === 'safe'
      ? [
          {
            level: 'info',
            code: 'repair-not-allowed',
            message: `the environment's policy is repair: ${environment.repair}, so nothing was repaired`,
            remedy: `Set repair: safe for ${environment.name} in the configuration if Driftline may repair it.`,
          },
        ]
      : [];
  const common = () => ({
    environment: environment.name,
    expectation: expected.name,
    repair,
    startedAt: started.toISOString(),
    tookMs: deps.now().getTime() - started.getTime(),
  });
  const serverOf = (session: Session | undefined) =>
    session === undefined
      ? {}
      : {
          server: {
            engine: expected.engine,
            version: session.server.version,
            database: session.server.database,
            address: session.server.address,
          },
        };
  return {
    environment,
    repair,
    finished: (session, look, repaired) => {
      const diagnostics = [...expected.diagnostics, ...look.diagnostics, ...heldBack];
      return {
        ...common(),
        ...serverOf(session),
        outcome: outcomeOf(look, diagnostics),
        drifts: look.drifts,
        ...tellLook(environment, look),
        values: look.values,
        ...tellRepair(repaired),
        diagnostics,
        coverage: {
          objects: Object.keys(look.comparison.expected.objects).length,
          valueChecks: look.values.length,
          valueChecksComplete: look.values.filter((value) => value.coverage === 1).length,
        },
        ...tellWhere(look.drifts, look.comparison.expected, expected.places),
      };
    },
    unknown: (diagnostic, session, repaired) => ({
      ...common(),
      ...serverOf(session),
      ...tellRepair(repaired),
      outcome: 'unknown',
      drifts: [],
      values: [],
      diagnostics: [...expected.diagnostics, diagnostic],
      coverage: { objects: 0, valueChecks: expected.values.length, valueChecksComplete: 0 },
    }),
  };
}
