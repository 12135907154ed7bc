import { describe, expect, test } from 'vitest';
import { tellBeat } from '../../lambdas/check/beat.ts';
import { readEvent } from '../../lambdas/check/event.ts';
import type { RunContext } from '../../lambdas/check/record-run.ts';
import { recordRun } from '../../lambdas/check/record-run.ts';
import { type AlertSettings, noAlerts } from '../../lib/alerts/settings.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import { fingerprintDrift } from '../../lib/diff/drift.ts';
import type { Incident } from '../../lib/incidents/incident.ts';
import { recordMute } from '../../lib/incidents/record-mute.ts';
import type { Store, Write } from '../../lib/incidents/store.ts';
import { makeMemoryStore } from '../../lib/incidents/store-memory.ts';
import type { RunReport } from '../../lib/report/run-report.ts';
import { missingTable, runReport } from './reports.ts';

const alerts: AlertSettings = {
  ...noAlerts,
  channels: { ops: { kind: 'events', name: 'ops', bus: 'ops', isRedacted: false } },
};
const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** A store that remembers what was written into it. */
function makeStore() {
  const clock = { at: new Date(at(0)) };
  const memory = makeMemoryStore(() => clock.at);
  const batches: (readonly Write[])[] = [];
  const store: Store = {
    ...memory,
    write: async (writes) => {
      const written = await memory.write(writes);
      if (written === 'written') batches.push(writes);
      return written;
    },
  };
  const told = async () =>
    (await store.list('outbox', '2026-03-01')).map(({ value: { alert } }) =>
      alert.changes.map(({ change, subject }) => `${change} ${subject.id}`).join(', '),
    );
  return { store, batches, clock, told };
}

const contextOf = (hour: number, but: Partial<RunContext> = {}): RunContext => ({
  runId: `${at(hour)}-a`,
  alerts,
  isBaseline: false,
  notify: true,
  now: new Date(at(hour)),
  retentionMs: 90 * 86_400_000,
  expiresAt: new Date('2026-06-01'),
  ...but,
});
const drifted = (hour: number, ...drifts: readonly Drift[]): RunReport =>
  runReport('prod', { outcome: drifts.length > 0 ? 'drift' : 'inSync', drifts, startedAt: at(hour) });

describe('a run', () => {
  test('writes its incidents and its message together with itself', async () => {
    const { store, batches, told } = makeStore();
    await recordRun(store, drifted(0, missingTable), contextOf(0));
    expect(batches).toHaveLength(1);
    expect(batches[0]?.map(({ key }) => key.kind)).toEqual(['run', 'state', 'incidents', 'outbox']);
    expect(await told()).toEqual(['opened table:public.content_plans']);
  });

  test('that sees what the last one saw writes nothing but itself', async () => {
    const { store, batches } = makeStore();
    for (const hour of [0, 1]) await recordRun(store, drifted(hour, missingTable), contextOf(hour));
    expect(batches[1]?.map(({ key }) => key.kind)).toEqual(['run', 'state']);
  });

  test('of which nobody is to be told leaves the telling to the next', async () => {
    const { store, told } = makeStore();
    await recordRun(store, drifted(0, missingTable), contextOf(0, { notify: false }));
    expect(await told()).toEqual([]);
    await recordRun(store, drifted(1, missingTable), contextOf(1));
    expect(await told()).toEqual(['opened table:public.content_plans']);
  });

  test('that takes what it finds as known opens nothing', async () => {
    const { store, told } = makeStore();
    await recordRun(store, drifted(0, missingTable), contextOf(0, { isBaseline: true }));
    await recordRun(store, drifted(1, missingTable), contextOf(1));
    expect(await told()).toEqual([]);
  });

  test('that began before the last one moves no incident', async () => {
    const { store, told } = makeStore();
    await recordRun(store, drifted(2, missingTable), contextOf(2));
    await recordRun(store, drifted(1), contextOf(1));
    expect(await told()).toEqual(['opened table:public.content_plans']);
  });

  test('at the same time as others of the same environment: every drift is told once', async () => {
    const { store, told } = makeStore();
    const ids = ['a', 'b', 'c', 'd'];
    await Promise.all(
      ids.map((id) => recordRun(store, drifted(0, missingTable), contextOf(0, { runId: `${at(0)}-${id}` }))),
    );
    expect(await told()).toEqual(['opened table:public.content_plans']);
  });

  test('keeps muted what a command or an event has muted', async () => {
    const { store, told } = makeStore();
    const event = readEvent({ mute: { pattern: 'table:public.*', for: '2h', reason: 'load test' } });
    if (event.kind !== 'mute') throw new RangeError('no mute');
    await recordMute(store, event.mute, 'i1', new Date(at(0)));
    for (const hour of [0, 1]) await recordRun(store, drifted(hour, missingTable), contextOf(hour));
    expect(await told()).toEqual([]);
    const [book] = await store.list('incidents', 'prod');
    expect(Object.values(book?.value.incidents ?? {}).map(({ state }: Incident) => state)).toEqual(['muted']);
    await recordRun(store, drifted(2, missingTable), contextOf(2));
    expect(await told()).toEqual(['opened table:public.content_plans']);
  });
});

test('however much drifts, and however it is named, a run fits into one transaction', async () => {
  const { store, batches } = makeStore();
  const many = Array.from({ length: 2_000 }, (_, n): Drift => {
    const id = `column:public."${'👩'.repeat(15)}${n}"."${'"'.repeat(60)}"`;
    const text = '👩\\"&'.repeat(500);
    return {
      ...missingTable,
      kind: 'modified',
      attribute: 'default',
      id,
      expected: text,
      actual: text,
      hint: text,
      fingerprint: fingerprintDrift('modified', id, 'default'),
    };
  });
  for (const hour of [0, 1, 2, 3, 4, 5, 6]) await recordRun(store, drifted(hour, ...many), contextOf(hour));
  const sizes = batches.map((writes) => writes.map(({ value }) => Buffer.byteLength(JSON.stringify(value))));
  expect(Math.max(...sizes.flat())).toBeLessThan(390_000);
  expect(Math.max(...sizes.map((all) => all.reduce((sum, size) => sum + size, 0)))).toBeLessThan(4_000_000);
  expect(Math.max(...sizes.map(({ length }) => length))).toBeLessThanOrEqual(100);
  const entries = await store.list('outbox', '2026-03-01');
  expect(entries.flatMap(({ value }) => value.alert.changes)).toHaveLength(2_000);
}, 60_000);

describe('a beat', () => {
  const ask = (raw: object) => {
    const event = readEvent(raw);
    if (event.kind !== 'check') throw new RangeError('no check');
    return event;
  };
  const scheduled = ask({ scheduledTime: at(0), executionId: 'e', environments: ['prod'] });
  const whole = {
    formatVersion: 1,
    outcome: 'inSync',
    environments: [drifted(0)],
    startedAt: at(0),
    tookMs: 1,
  } as const;
  const late = drifted(0);
  const cut = {
    ...whole,
    environments: [{ ...late, diagnostics: [{ level: 'error', code: 'time-ran-out', message: 'x' }] }],
  } as const;

  test.for([
    ['a scheduled run', scheduled, whole, 1],
    ['a run of everything by hand', ask({}), whole, 1],
    ['no look at some environments', ask({ environments: ['prod'] }), whole, 0],
    ['no run that ran out of time', scheduled, cut, 0],
  ] as const)('follows %s', async ([, event, report, beats]) => {
    const { store } = makeStore();
    for (const id of ['a', 'b'])
      await tellBeat(store, report, event, event === scheduled ? id : 'same', new Date(at(0)));
    expect(await store.list('beat', 'all')).toHaveLength(beats);
  });
});
