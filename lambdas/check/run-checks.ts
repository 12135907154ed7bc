import { noAlerts } from '../../lib/alerts/settings.ts';
import { fingerprintText } from '../../lib/catalog/fingerprint.ts';
import type { Json } from '../../lib/catalog/snapshot.ts';
import type { Config, Environment } from '../../lib/config/config.ts';
import { scheduledSettleMs } from '../../lib/config/defaults.ts';
import { DriftlineError } from '../../lib/errors.ts';
import { type MuteAnswer, recordMute } from '../../lib/incidents/record-mute.ts';
import type { Store } from '../../lib/incidents/store.ts';
import type { CheckReport, RunReport } from '../../lib/report/run-report.ts';
import type { CheckAllOptions } from '../../lib/run/check-all.ts';
import type { Deps } from '../../lib/run/deps.ts';
import type { KeptCatalogs } from '../../lib/run/kept-catalogs.ts';
import type { ScanMemories } from '../../lib/run/look.ts';
import { type Answer, makeAnswer } from './answer.ts';
import { tellBeat } from './beat.ts';
import { type ClaimAnswer, type ClaimRequest, claimWork, settleClaim } from './claim.ts';
import { type CheckEvent, requireKnown } from './event.ts';
import { recallHistory } from './recall-history.ts';
import { recordRun } from './record-run.ts';
import { rememberSpellings } from './remember-spellings.ts';
import type { ReportBucket } from './report-bucket.ts';
import type { Watched } from './settings.ts';

/** The invocation that asks: its id, and how long it may still take. */
export interface Invocation {
  readonly id: string;
  readonly remainingMs: () => number;
}

/** Everything outside that a function works with. */
export interface World {
  readonly watched: Watched;
  /** Environments found at run time, by name; those of `watched` win. */
  readonly discover: () => Promise<{ readonly [name: string]: Environment }>;
  readonly check: (config: Config, options: CheckAllOptions, deps: Deps) => Promise<CheckReport>;
  readonly deps: Deps;
  /** Catalogs that earlier runs have read. @default none is kept */
  readonly kept?: KeptCatalogs;
  readonly store: Store;
  readonly reports: ReportBucket;
  /** Tells this monitor's claims from others' in the same table. */
  readonly monitor: string;
  readonly retentionDays: number;
  readonly concurrency: number;
  readonly metrics: {
    readonly tellRun: (report: CheckReport) => void;
    /** That a scheduled run was done and recorded: whose absence is an alarm. */
    readonly tellScheduledRun: () => void;
  };
  readonly log: Log;
}

export interface Log {
  readonly info: (message: string, fields: Fields) => void;
  readonly error: (message: string, fields: Fields) => void;
}

type Fields = { readonly [name: string]: Json | undefined };

/** What the function answers besides a check's answer. */
export type CheckAnswer =
  | Answer
  | { readonly environments: readonly string[] }
  | { readonly alreadyDone: string; readonly answer: Json }
  | { readonly alreadyRunning: string }
  | MuteAnswer;

/**
 * Does what an event asks: checks, keeps the report, records every environment's run, tells the metrics, answers.
 * Ends in time: environments that were not reached are `unknown`.
 *
 * @throws DriftlineError `unknown-environment`, `state-unavailable`: what was seen is then in the log, and a retry
 * does the work again
 */
export async function runChecks(event: CheckEvent, invocation: Invocation, world: World): Promise<CheckAnswer> {
  if (event.kind === 'mute') return recordMute(world.store, event.mute, invocation.id, world.deps.now());
  const environments = { ...(await world.discover()), ...world.watched.environments };
  if (event.kind === 'list') return { environments: Object.keys(environments) };
  requireKnown(event.environments ?? [], Object.keys(environments));
  const now = world.deps.now();
  const runId = `${now.toISOString()}-${fingerprintText(invocation.id).slice(0, 6)}`;
  const expiresAt = new Date(now.getTime() + world.retentionDays * 86_400_000);
  const check = () => checkAndRecord(event, environments, { runId, expiresAt }, invocation, world);
  if (event.scheduled === undefined) return check();

  const request: ClaimRequest = {
    work: `${event.scheduled.time} ${fingerprintText(JSON.stringify([world.monitor, event.environments ?? null]))}`,
    runId,
    owner: invocation.id,
    now,
    leaseUntil: new Date(now.getTime() + invocation.remainingMs()),
    expiresAt,
  };
  const claim = await claimWork(world.store, request);
  if (claim.kind === 'taken') return alreadyTaken(claim, world);
  let answer: Answer | undefined;
  try {
    answer = await check();
    return answer;
  } finally {
    await settleClaim(world.store, request, claim.version, answer && { outcome: answer.outcome, runId });
  }
}

function alreadyTaken({ claim }: Extract<ClaimAnswer, { kind: 'taken' }>, { log }: World): CheckAnswer {
  log.info('this scheduled time was delivered twice', { runId: claim.runId, state: claim.state });
  if (claim.state === 'running') return { alreadyRunning: claim.runId };
  return { alreadyDone: claim.runId, answer: claim.answer ?? null };
}

interface Run {
  readonly runId: string;
  readonly expiresAt: Date;
}

async function checkAndRecord(
  event: Extract<CheckEvent, { kind: 'check' }>,
  environments: { readonly [name: string]: Environment },
  { runId, expiresAt }: Run,
  invocation: Invocation,
  world: World,
): Promise<Answer> {
  const { log, deps } = world;
  const report = await checkInTime(event, environments, runId, invocation, world);
  world.metrics.tellRun(report);
  const kept = await keepReport(report, runId, world);
  const where = 'uri' in kept ? { report: kept.uri, reportPage: kept.console } : {};
  const { notify, isBaseline = false } = event;
  const { alerts = noAlerts } = world.watched;
  const retentionMs = world.retentionDays * 86_400_000;
  for (const run of report.environments) {
    const now = deps.now();
    const context = { runId, notify, isBaseline, alerts, now, retentionMs, expiresAt, ...where };
    await recordRun(world.store, run, context);
  }
  if (alerts.heartbeat !== undefined) await tellBeat(world.store, report, event, runId, deps.now());
  if (event.scheduled !== undefined) world.metrics.tellScheduledRun();
  log.info('run recorded', {
    runId,
    outcome: report.outcome,
    tookMs: deps.now().getTime() - Date.parse(report.startedAt),
  });
  return makeAnswer(report, runId, kept);
}

/** Of the time that remains, the part left for recording: enough for slow services, never most of a short run. */
function timeToRecord(remainingMs: number): number {
  return Math.min(20_000, remainingMs * 0.3);
}

async function checkInTime(
  event: Extract<CheckEvent, { kind: 'check' }>,
  environments: { readonly [name: string]: Environment },
  runId: string,
  invocation: Invocation,
  world: World,
): Promise<CheckReport> {
  const { watched, check, deps, concurrency, log } = world;
  const reserveMs = timeToRecord(invocation.remainingMs());
  const timeIsUp = new AbortController();
  const timeLeftMs = invocation.remainingMs() - reserveMs;
  const timer = setTimeout(() => timeIsUp.abort(), timeLeftMs);
  const config: Config = { file: 'driftline.yaml', baseDir: '.', expectations: {}, environments };
  try {
    return await check(
      config,
      {
        ...(event.environments === undefined ? {} : { environments: event.environments }),
        repair: event.repair,
        ...(event.scheduled === undefined ? {} : { defaultSettleMs: scheduledSettleMs }),
        compiled: watched.expectations,
        concurrency,
        signal: timeIsUp.signal,
        endsAt: new Date(deps.now().getTime() + timeLeftMs),
        // A third is for a repair to stop cleanly, the rest for recording.
        graceMs: reserveMs / 3,
        spellings: rememberSpellings(
          world.store,
          () => new Date(deps.now().getTime() + world.retentionDays * 86_400_000),
        ),
        recall: (environment) => recallScans(environment, world),
        ...(world.kept === undefined ? {} : { kept: world.kept }),
        onReport: (run) => log.info('environment checked', { runId, ...fieldsOf(run) }),
        onCrash: (environment, error) => log.error('check crashed', { runId, environment, ...traceOf(error) }),
      },
      deps,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Where the environment's rolling scans go on; from the beginning where that cannot be read. */
async function recallScans(environment: string, { store, log }: World): Promise<ScanMemories> {
  try {
    const cursors = await store.list('cursor', environment);
    return Object.fromEntries(cursors.map(({ key, value }) => [key.id, value.memory]));
  } catch (error) {
    log.error('rolling scans begin anew', { environment, ...traceOf(error) });
    return {};
  }
}

async function keepReport(report: CheckReport, runId: string, world: World): Promise<Answer['report']> {
  const { reports, store, log } = world;
  const history = await recallHistory(report, store, (error) => log.error('report without history', traceOf(error)));
  try {
    return await reports.keep(report, runId, history);
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    log.error('report not kept', { runId, error: name });
    return { notKept: `the bucket did not take it (${name})` };
  }
}

function fieldsOf(run: RunReport): Fields {
  const { environment, outcome, drifts, diagnostics, tookMs } = run;
  return { environment, outcome, drifts: drifts.length, diagnostics: diagnostics.map(({ code }) => code), tookMs };
}

/** Where an error came from, without its message: that may quote anything, a connection URL too. */
function traceOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  if (error instanceof DriftlineError) return { error: error.code };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, at: (frames ?? []).map((line) => line.trim()) };
}
