import { expect, test } from 'vitest';
import { readEvent } from '../../lambdas/check/event.ts';
import { recallHistory } from '../../lambdas/check/recall-history.ts';
import { runChecks, type World } from '../../lambdas/check/run-checks.ts';
import type { Environment } from '../../lib/config/config.ts';
import { keyOf, type Store } from '../../lib/incidents/store.ts';
import { makeMemoryStore } from '../../lib/incidents/store-memory.ts';
import type { IncidentSpan } from '../../lib/report/history.ts';
import type { CheckReport, RunReport } from '../../lib/report/run-report.ts';
import type { CheckAllOptions } from '../../lib/run/check-all.ts';
import { realDeps } from '../../lib/run/deps.ts';
import { missingTable, runReport } from './reports.ts';

const environment = (name: string): Environment => ({
  name,
  expectation: 'content',
  connection: { kind: 'secret', secretId: name, at: 'driftline.yaml:1:1' },
  repair: 'safe',
  connectTimeoutMs: 1,
  lockTimeoutMs: 1,
  statementTimeoutMs: 1,
});

/** A function's world with a store in memory and checks that answer as they are told. */
function makeWorld(reports: readonly RunReport[], but: Partial<World> = {}) {
  const clock = { at: new Date('2026-03-01T10:00:00Z') };
  const seen = { checks: [] as CheckAllOptions[], scheduledRuns: 0, logs: [] as string[] };
  const now = () => clock.at;
  const check = async (_: unknown, options: CheckAllOptions): Promise<CheckReport> => {
    seen.checks.push(options);
    return {
      formatVersion: 1,
      outcome: reports.some(({ outcome }) => outcome === 'drift') ? 'drift' : 'inSync',
      environments: reports,
      startedAt: clock.at.toISOString(),
      tookMs: 41,
    };
  };
  const world: World = {
    watched: {
      formatVersion: 1,
      environments: { prod: environment('prod'), dev: environment('dev') },
      expectations: {},
    },
    discover: async () => ({}),
    check,
    deps: { ...realDeps({}), now },
    store: makeMemoryStore(now),
    reports: { keep: async (_, runId) => ({ uri: `s3://reports/${runId}`, console: 'https://console' }) },
    monitor: 'drift',
    retentionDays: 90,
    concurrency: 4,
    metrics: { tellRun: () => {}, tellScheduledRun: () => void seen.scheduledRuns++ },
    log: {
      info: (message) => void seen.logs.push(message),
      error: (message, fields) => void seen.logs.push(`${message}: ${JSON.stringify(fields)}`),
    },
    ...but,
  };
  return { world, seen, clock };
}

const invocation = (id = 'i1') => ({ id, remainingMs: () => 60_000 });
const scheduled = readEvent({ scheduledTime: '2026-03-01T10:00:00Z', executionId: 'e1' });

test('an invocation answers with the outcome and a line for each drift, environment by environment', async () => {
  const { world } = makeWorld([
    runReport('prod', { outcome: 'drift', drifts: [missingTable] }),
    runReport('dev', {
      outcome: 'unknown',
      diagnostics: [{ level: 'error', code: 'connect-timeout', message: 'no answer from db:5432', remedy: 'Open it.' }],
    }),
  ]);
  expect(await runChecks(readEvent({}), invocation(), world)).toMatchInlineSnapshot(`
    {
      "environments": {
        "dev": {
          "notSeen": [
            "no answer from db:5432. Open it.",
          ],
          "outcome": "unknown",
          "seen": "20 objects, 1 of 1 value check complete",
        },
        "prod": {
          "drifts": [
            "critical: table public.content_plans is missing",
          ],
          "outcome": "drift",
          "seen": "20 objects, 1 of 1 value check complete",
        },
      },
      "outcome": "drift",
      "report": {
        "console": "https://console",
        "uri": "s3://reports/2026-03-01T10:00:00.000Z-4cd9b7",
      },
      "runId": "2026-03-01T10:00:00.000Z-4cd9b7",
      "tookMs": 41,
    }
  `);
});

test("a run is recorded with its environment's state, and where the report is", async () => {
  const { world } = makeWorld([runReport('prod', { outcome: 'drift', drifts: [missingTable] })]);
  await runChecks(readEvent({ notify: false }), invocation(), world);
  const [run] = await world.store.list('run', 'prod');
  expect(run?.value).toMatchObject({ outcome: 'drift', drifts: { critical: 1, high: 0 }, notify: false });
  expect(run?.value.report).toBe(`s3://reports/${run?.value.runId}`);
  expect((await world.store.read(keyOf.state('prod')))?.value).toMatchObject({
    outcome: 'drift',
    runId: run?.value.runId,
    unknownRuns: 0,
  });
});

test('a report is drawn with the history of its drifts, its own run included, and without one where none can be read', async () => {
  const drawn: (readonly IncidentSpan[])[] = [];
  const reports: World['reports'] = {
    keep: async (_, runId, history) => {
      drawn.push(history);
      return { uri: runId, console: runId };
    },
  };
  const store = makeMemoryStore(() => new Date('2026-03-01T10:00:00Z'));
  const runAt = async (startedAt: string, but: Partial<RunReport>, using: Store = store) => {
    const { world } = makeWorld([runReport('prod', { startedAt, ...but })], { store: using, reports });
    await runChecks(readEvent({}), invocation(startedAt), world);
  };
  const at = (hour: number) => `2026-03-01T0${hour}:00:00.000Z`;
  const drifts = [missingTable];
  await runAt(at(1), { outcome: 'drift', drifts });
  await runAt(at(2), { outcome: 'unknown', coverage: { objects: 0, valueChecks: 0, valueChecksComplete: 0 } });
  await runAt(at(3), {});
  const { id, fingerprint, severity } = missingTable;
  const open = { environment: 'prod', id, fingerprint, severity, openedAt: at(1) };
  expect(drawn).toEqual([[open], [open], [{ ...open, resolvedAt: at(3) }]]);

  const unreadable: Store = {
    ...store,
    list: async (kind, ...rest) => {
      if (kind === 'incidents' && drawn.length === 3) throw new Error('no answer');
      return store.list(kind, ...rest);
    },
  };
  await runAt(at(4), { outcome: 'drift', drifts }, unreadable);
  expect(drawn[3]).toEqual([]);
});

test('a table that hangs costs a report its history, and no more', async () => {
  const report = {
    formatVersion: 1,
    outcome: 'inSync',
    environments: [runReport('prod')],
    startedAt: '',
    tookMs: 1,
  } as const;
  const hanging = { ...makeMemoryStore(() => new Date()), list: () => new Promise<never>(() => {}) };
  const why: unknown[] = [];
  expect(await recallHistory(report, hanging, (error) => why.push(error), 5)).toEqual([]);
  expect(why).toEqual([new Error('no answer in time')]);
});

test('a run that began earlier than the recorded one leaves the state alone', async () => {
  const late = makeWorld([runReport('prod', { startedAt: '2026-03-01T11:00:00.000Z' })]);
  await runChecks(readEvent({}), invocation('i1'), late.world);
  const early = makeWorld([runReport('prod', { outcome: 'drift' })], { store: late.world.store });
  await runChecks(readEvent({}), invocation('i2'), early.world);
  expect((await late.world.store.read(keyOf.state('prod')))?.value.outcome).toBe('inSync');
  expect(await late.world.store.list('run', 'prod')).toHaveLength(2);
});

test('runs in a row that saw nothing are counted, until one sees something', async () => {
  const { store } = makeWorld([]).world;
  const counts: (number | undefined)[] = [];
  for (const [hour, outcome] of (['unknown', 'unknown', 'drift', 'unknown'] as const).entries()) {
    const report = runReport('prod', { outcome, startedAt: `2026-03-01T1${hour}:00:00.000Z` });
    await runChecks(readEvent({}), invocation(String(hour)), makeWorld([report], { store }).world);
    counts.push((await store.read(keyOf.state('prod')))?.value.unknownRuns);
  }
  expect(counts).toEqual([1, 2, 0, 1]);
});

test('a schedule looks twice before it tells drift, a person who asks waits for nothing', async () => {
  const { world, seen } = makeWorld([runReport('prod')]);
  await runChecks(scheduled, invocation('i1'), world);
  await runChecks(readEvent({}), invocation('i2'), world);
  expect(seen.checks.map(({ defaultSettleMs }) => defaultSettleMs)).toEqual([20_000, undefined]);
});

test('the same scheduled time delivered twice runs once', async () => {
  const { world, seen } = makeWorld([runReport('prod')]);
  const first = await runChecks(scheduled, invocation('i1'), world);
  const second = await runChecks(scheduled, invocation('i2'), world);
  expect(first).toMatchObject({ outcome: 'inSync' });
  expect(second).toMatchObject({ alreadyDone: expect.any(String), answer: { outcome: 'inSync' } });
  expect(seen.checks).toHaveLength(1);
  expect(seen.scheduledRuns).toBe(1);
});

test('the same scheduled time delivered twice at once runs once', async () => {
  const { world, seen } = makeWorld([runReport('prod')]);
  const answers = await Promise.all(['i1', 'i2', 'i3'].map((id) => runChecks(scheduled, invocation(id), world)));
  expect(answers.filter((answer) => 'alreadyRunning' in answer)).toHaveLength(2);
  expect(seen.checks).toHaveLength(1);
});

test('another scheduled time, other environments and another monitor are other work', async () => {
  const { world, seen } = makeWorld([runReport('prod')]);
  await runChecks(scheduled, invocation(), world);
  await runChecks(readEvent({ scheduledTime: '2026-03-01T11:00:00Z', executionId: 'e' }), invocation(), world);
  const one = { scheduledTime: '2026-03-01T10:00:00Z', executionId: 'e', environments: ['prod'] };
  await runChecks(readEvent(one), invocation(), world);
  await runChecks(scheduled, invocation(), { ...world, monitor: 'other' });
  expect(seen.checks).toHaveLength(4);
});

test('a run that failed to be recorded fails, and a repetition does it again', async () => {
  const { world, seen } = makeWorld([runReport('prod')]);
  let isBroken = true;
  const store: Store = {
    ...world.store,
    write: async (writes) => {
      if (isBroken && writes.some(({ key }) => key.kind === 'run')) throw new Error('no table');
      return world.store.write(writes);
    },
  };
  await expect(runChecks(scheduled, invocation('i1'), { ...world, store })).rejects.toThrow('no table');
  expect(seen.scheduledRuns).toBe(0);
  isBroken = false;
  expect(await runChecks(scheduled, invocation('i2'), { ...world, store })).toMatchObject({ outcome: 'inSync' });
  expect(seen.checks).toHaveLength(2);
});

test("Lambda's own retry goes on where the first attempt died; anybody else's waits for the lease", async () => {
  const { world, seen, clock } = makeWorld([runReport('prod')]);
  const dies = async () => new Promise<never>(() => {});
  void runChecks(scheduled, invocation('i1'), { ...world, check: dies });
  await new Promise((resolve) => setImmediate(resolve));
  expect(await runChecks(scheduled, invocation('i2'), world)).toHaveProperty('alreadyRunning');
  clock.at = new Date('2026-03-01T10:01:01Z');
  expect(await runChecks(scheduled, invocation('i3'), world)).toMatchObject({ outcome: 'inSync' });
  expect(seen.checks).toHaveLength(1);

  const other = makeWorld([runReport('prod')]);
  void runChecks(scheduled, invocation('i1'), { ...other.world, check: dies });
  await new Promise((resolve) => setImmediate(resolve));
  expect(await runChecks(scheduled, invocation('i1'), other.world)).toMatchObject({ outcome: 'inSync' });
});

test('a report that cannot be kept is said, and the run is recorded all the same', async () => {
  const { world } = makeWorld([runReport('prod')], {
    reports: { keep: () => Promise.reject(Object.assign(new Error('secret'), { name: 'AccessDenied' })) },
  });
  expect(await runChecks(readEvent({}), invocation(), world)).toMatchObject({
    report: { notKept: 'the bucket did not take it (AccessDenied)' },
  });
  expect(await world.store.list('run', 'prod')).toHaveLength(1);
});

test('checks are told to end while there is time left to record', async () => {
  const reports = [runReport('prod', { outcome: 'unknown' })];
  const { world } = makeWorld(reports, {
    check: async (_, { signal, graceMs }) => {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      expect(graceMs).toBe(3);
      return { formatVersion: 1, outcome: 'unknown', environments: reports, startedAt: '2026-03-01', tookMs: 1 };
    },
  });
  await runChecks(readEvent({}), { id: 'i1', remainingMs: () => 30 }, world);
  expect(await world.store.list('run', 'prod')).toHaveLength(1);
});

test('an error that nobody foresaw is logged without its message', async () => {
  const { world, seen } = makeWorld([runReport('prod')]);
  const check: World['check'] = async (config, options, deps) => {
    options.onCrash?.('prod', new TypeError('postgresql://app:hunter2@db'));
    return world.check(config, options, deps);
  };
  await runChecks(readEvent({}), invocation(), { ...world, check });
  expect(seen.logs.join()).toContain('check crashed');
  expect(seen.logs.join()).toContain('TypeError');
  expect(seen.logs.join()).not.toContain('hunter2');
});

test('discovered environments are checked beside the configured ones, which win', async () => {
  const { world } = makeWorld([]);
  const discover = async () => ({ tenant: environment('tenant'), prod: environment('another') });
  expect(await runChecks(readEvent({ list: 'environments' }), invocation(), { ...world, discover })).toEqual({
    environments: ['tenant', 'prod', 'dev'],
  });
  await expect(
    runChecks(readEvent({ environments: ['tenants'] }), invocation(), { ...world, discover }),
  ).rejects.toMatchObject({ code: 'unknown-environment' });
});

test('a rolling scan goes on where the last run left it', async () => {
  const column = 'column:public.content_plans.status';
  const value = {
    column,
    accept: [],
    outcome: 'clean',
    strays: [],
    straysAreAtLeast: false,
    strayRows: 0,
    strayRowsAreAtLeast: false,
    coverage: 0.5,
    tookMs: 1,
  } as const;
  const seen: unknown[] = [];
  const { world } = makeWorld([]);
  const check: World['check'] = async (_, { recall }) => {
    seen.push(await recall?.('prod'));
    const values = [{ ...value, memory: { block: seen.length } }];
    const environments = [runReport('prod', { values, startedAt: `2026-03-01T1${seen.length}:00:00.000Z` })];
    return { formatVersion: 1, outcome: 'inSync', environments, startedAt: '2026-03-01', tookMs: 1 };
  };
  for (const id of ['i1', 'i2', 'i3']) await runChecks(readEvent({}), invocation(id), { ...world, check });
  expect(seen).toEqual([{}, { [column]: { block: 1 } }, { [column]: { block: 2 } }]);
});
