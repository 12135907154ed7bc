import { beforeAll, describe, expect, test } from 'vitest';
import { recordRun } from '../../lambdas/check/record-run.ts';
import type { StreamRecord } from '../../lambdas/notify/event.ts';
import { type NotifyWorld, notify } from '../../lambdas/notify/notify.ts';
import type { Attempt } from '../../lib/alerts/post.ts';
import { type AlertSettings, noAlerts } from '../../lib/alerts/settings.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import type { IncidentChange } from '../../lib/incidents/incident.ts';
import type { Store } from '../../lib/incidents/store.ts';
import { makeMemoryStore } from '../../lib/incidents/store-memory.ts';
import { parseTimeWindow } from '../../lib/time-window.ts';
import { runReport } from './reports.ts';

const hour = 3_600_000;
const hours = 365 * 24;
const start = Date.parse('2026-01-01T00:00:00Z');
const remindAfterMs = 24 * hour;
const flapping = { changes: 6, withinMs: 12 * hour };

const settings: AlertSettings = {
  ...noAlerts,
  remindAfterMs,
  flapping,
  channels: {
    all: { kind: 'events', name: 'all', bus: 'all', isRedacted: false },
    quiet: { kind: 'events', name: 'quiet', bus: 'quiet', isRedacted: false },
  },
  routes: [
    { channels: ['all'], severity: 'low' },
    { channels: ['quiet'], severity: 'low', quietHours: [parseTimeWindow('22:00-06:00'), parseTimeWindow('Sat-Sun')] },
  ],
};

/** A small generator of random numbers, so that each year is the same year. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Told {
  readonly at: number;
  readonly change: IncidentChange;
  readonly message: string;
}

interface Year {
  readonly told: { readonly [channel: string]: readonly Told[] };
  readonly emitted: { readonly [channel: string]: ReadonlySet<string> };
  /** Messages of which nobody knows whether they were posted. */
  readonly doubtful: ReadonlySet<string>;
  /** What each recorded run saw that could see: the drifts that were there. */
  readonly seen: readonly { readonly at: number; readonly there: ReadonlySet<string> }[];
  readonly trouble: { lost: number; doubled: number; failed: number; crashed: number };
}

const drifts = Array.from(
  { length: 12 },
  (_, n): Drift => ({
    kind: 'missing',
    id: `table:public.t${n}`,
    expected: {},
    actual: null,
    severity: n % 3 === 0 ? 'critical' : 'low',
    fingerprint: (n * 37 + 16).toString(16).padStart(2, '0').repeat(4),
  }),
);

/** Lives through a year: a database that drifts at random, a monitor that fails at random, a stream that is no better. */
async function liveAYear(seed: number): Promise<Year> {
  const random = randomFrom(seed);
  const chance = (share: number) => random() < share;
  const clock = { at: start };
  const now = () => new Date(clock.at);
  const memory = makeMemoryStore(now);
  let stream: StreamRecord[] = [];
  const emitted: { [channel: string]: Set<string> } = { all: new Set(), quiet: new Set() };
  const trouble = { lost: 0, doubled: 0, failed: 0, crashed: 0 };
  let sequence = 0;
  const store: Store = {
    ...memory,
    write: async (writes) => {
      const written = await memory.write(writes);
      for (const { key, value } of written === 'written' ? writes : []) {
        if (key.kind !== 'outbox' || !('alert' in value)) continue;
        for (const [channel, places] of Object.entries(value.channels)) {
          for (const place of places) emitted[channel]?.add(value.alert.changes[place]?.id ?? '');
        }
        const copies = chance(0.05) ? 0 : chance(0.1) ? 2 : 1;
        trouble.lost += copies === 0 ? 1 : 0;
        trouble.doubled += copies === 2 ? 1 : 0;
        for (let i = 0; i < copies; i++)
          stream.push({ kind: 'outbox', entry: value, sequenceNumber: String(sequence++) });
      }
      return written;
    },
  };
  const told: { [channel: string]: Told[] } = { all: [], quiet: [] };
  const doubtful = new Set<string>();
  const world: NotifyWorld = {
    settings,
    deps: {
      store,
      now,
      random,
      sleep: async () => {},
      timeoutMs: 1_000,
      remainingMs: () => 600_000,
      expiry: () => new Date(clock.at + 21 * 24 * hour),
      prepare: async (alert, { name }) => {
        const post = () =>
          told[name]?.push(...alert.changes.map((change) => ({ at: clock.at, change, message: alert.id })));
        const unsure = () => {
          for (const { id } of alert.changes) doubtful.add(`${name} ${id}`);
        };
        return [
          async (): Promise<Attempt> => {
            if (chance(0.1)) return { result: chance(0.7) ? 'busy' : 'rejected', why: 'HTTP 4xx' };
            const isUnsure = chance(0.02);
            if (!isUnsure || chance(0.5)) post();
            if (!isUnsure) return { result: 'sent', why: 'ok' };
            unsure();
            trouble.crashed++;
            if (chance(0.5)) throw new Error('the process died');
            return { result: 'doubtful', why: 'no answer' };
          },
        ];
      },
    },
    send: { reveal: unused, sns: unused, eventBridge: unused, now, timeoutMs: 1 },
    metrics: { tell: () => {} },
    log: { info: () => {}, error: () => {} },
  };

  const there = new Set<string>();
  const seen: { at: number; there: ReadonlySet<string> }[] = [];
  let blindFor = 0;
  for (let n = 0; n < hours; n++) {
    clock.at = start + n * hour;
    drifts.forEach(({ fingerprint }, i) => {
      // Some come and go all the time, in spells; the others stay as they are for weeks.
      const isNervous = i >= 9 && Math.floor(n / (24 * 20)) % 2 === i % 2;
      if (chance(isNervous ? 0.5 : 0.004)) there.has(fingerprint) ? there.delete(fingerprint) : there.add(fingerprint);
    });
    blindFor = blindFor > 0 ? blindFor - 1 : chance(0.01) ? Math.floor(random() * 6) : 0;
    const isBlind = blindFor > 0 || chance(0.02);
    const found = drifts.filter(({ fingerprint }) => there.has(fingerprint));
    const report = runReport('prod', {
      startedAt: now().toISOString(),
      outcome: isBlind ? 'unknown' : found.length > 0 ? 'drift' : 'inSync',
      drifts: isBlind ? [] : found,
      ...(isBlind
        ? {
            diagnostics: [{ level: 'error' as const, code: 'connect-timeout', message: 'no answer' }],
            coverage: { objects: 0, valueChecks: 0, valueChecksComplete: 0 },
          }
        : {}),
    });
    const run = (id: string) =>
      recordRun(store, report, {
        runId: `${now().toISOString()}-${id}`,
        alerts: settings,
        isBaseline: false,
        notify: true,
        now: now(),
        retentionMs: 90 * 24 * hour,
        expiresAt: new Date(clock.at + 24 * hour),
      });
    if (chance(0.02)) {
      trouble.failed++;
    } else {
      // Twice at once, as two monitors of one table would.
      await (chance(0.05) ? Promise.all([run('a'), run('b')]) : run('a'));
      if (!isBlind) seen.push({ at: clock.at, there: new Set(there) });
    }
    clock.at += 60_000;
    const handed = chance(0.2) ? stream.splice(0, 1) : stream.splice(0);
    if (chance(0.3)) handed.reverse();
    const { batchItemFailures = [] } = (await notify({ kind: 'stream', records: handed }, world)) as {
      batchItemFailures?: readonly { itemIdentifier: string }[];
    };
    const first = handed.findIndex(({ sequenceNumber }) => sequenceNumber === batchItemFailures[0]?.itemIdentifier);
    if (first >= 0 && chance(0.5)) stream = [...handed.slice(first), ...stream];
    clock.at += 30 * 60_000;
    if (n % 3 === 0) await notify({ kind: 'redeliver' }, world);
  }
  // A last few redeliveries, for what the last hours left behind.
  for (let n = 0; n < 12; n++) {
    clock.at += 15 * 60_000;
    await notify({ kind: 'redeliver' }, world);
  }
  return { told, emitted, doubtful, seen, trouble };
}

async function unused(): Promise<never> {
  throw new RangeError('nothing is really sent');
}

describe.each([1, 2])('a year of hourly runs with every sort of trouble (%i)', (seed) => {
  let year: Year;
  beforeAll(async () => {
    year = await liveAYear(seed);
  }, 300_000);

  test('had enough of each trouble to prove anything', () => {
    const { lost, doubled, failed, crashed } = year.trouble;
    expect(Math.min(lost, doubled, failed, crashed)).toBeGreaterThan(20);
    const kinds = new Set(year.told.all?.map(({ change }) => change.change));
    expect([...kinds].sort()).toEqual(['flapping', 'opened', 'reminded', 'reopened', 'resolved']);
  });

  test('told every change exactly once per channel, and at most once where nobody can know', () => {
    for (const channel of ['all', 'quiet']) {
      const ids = (year.told[channel] ?? []).map(({ change }) => change.id);
      expect(ids.length).toBe(new Set(ids).size);
      const untold = [...(year.emitted[channel] ?? [])].filter((id) => !ids.includes(id));
      expect(untold.filter((id) => !year.doubtful.has(`${channel} ${id}`))).toEqual([]);
    }
  });

  test('told of every drift that was seen to come, and of every one that was seen to go', () => {
    const told = [...(year.told.all ?? [])].sort((a, b) => a.change.at.localeCompare(b.change.at));
    const isSure = ({ id }: IncidentChange) => !year.doubtful.has(`all ${id}`);
    const wrong: string[] = [];
    for (const { fingerprint } of drifts) {
      const its = told.filter(
        ({ change }) => change.subject.fingerprint === fingerprint && change.change !== 'reminded',
      );
      let next = 0;
      const lost = [...year.doubtful]
        .filter((id) => id.startsWith(`all prod/${fingerprint}/`))
        .map((id) => id.split('/')[2] ?? '');
      let flips: number[] = [];
      let was = false;
      for (const { at, there } of year.seen) {
        const is = there.has(fingerprint);
        if (is !== was) flips.push(at);
        was = is;
        flips = flips.filter((flip) => at - flip < flapping.withinMs);
        while (Date.parse(its[next]?.change.at ?? '9999') <= at) next++;
        const said = its[next - 1];
        // The year's own trouble may have swallowed the last word; it is known to have.
        if (lost.some((when) => Date.parse(when) <= at && when > (said?.change.at ?? ''))) continue;
        const isBelieved = said !== undefined && said.change.change !== 'resolved';
        const isFlapping = said?.change.change === 'flapping';
        if (!isFlapping && isBelieved !== is && (said === undefined || isSure(said.change))) {
          wrong.push(`${new Date(at).toISOString()} ${fingerprint}: is ${is}, said ${said?.change.change}`);
        }
        if (isFlapping && flips.length === 0) wrong.push(`${new Date(at).toISOString()} ${fingerprint}: flaps no more`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('forgot nothing that was open for longer than the reminder says', () => {
    const words = [...(year.emitted.all ?? [])].map((id) => id.split('/'));
    const wrong: string[] = [];
    for (const { fingerprint } of drifts) {
      const its = words.filter(([, its]) => its === fingerprint).map(([, , at = '']) => Date.parse(at));
      for (const { at, there } of year.seen) {
        if (!there.has(fingerprint)) continue;
        const last = Math.max(...its.filter((word) => word <= at));
        if (at - last > remindAfterMs) wrong.push(`${new Date(at).toISOString()} ${fingerprint}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('made no storm: one message a run, few words of a drift in half a day, one reminder a day', () => {
    const all = year.told.all ?? [];
    const messages = new Map(all.map(({ message, at }) => [message, at]));
    expect(messages.size).toBeLessThan(year.seen.length);
    expect(all.every(({ message }) => message.endsWith(' prod'))).toBe(true);
    for (const { fingerprint } of drifts) {
      const its = all.filter(({ change }) => change.subject.fingerprint === fingerprint);
      const [reminders, news] = [
        its.filter(({ change }) => change.change === 'reminded'),
        its.filter(({ change }) => change.change !== 'reminded'),
      ].map((some) => some.map(({ change }) => Date.parse(change.at)).sort((a, b) => a - b));
      const most = Math.max(
        ...(news ?? []).map((at) => (news ?? []).filter((it) => it >= at && it < at + flapping.withinMs).length),
      );
      expect(most).toBeLessThanOrEqual(flapping.changes + 1);
      expect((reminders ?? []).every((at, i, them) => i === 0 || at - (them[i - 1] ?? 0) >= remindAfterMs)).toBe(true);
    }
  });

  test('left people alone in their quiet hours, but for what is critical', () => {
    const loud = (year.told.quiet ?? []).filter(({ at, change }) => {
      const time = new Date(at);
      const isQuiet = time.getUTCHours() >= 22 || time.getUTCHours() < 6 || [0, 6].includes(time.getUTCDay());
      return isQuiet && change.subject.severity !== 'critical';
    });
    // A message that was on its way when the quiet hours began is told late rather than never.
    expect(
      loud.every(({ at, change, message }) => at - Date.parse(message.slice(0, 24)) > 0 && change.at <= message),
    ).toBe(true);
    expect(loud.length).toBeLessThan((year.told.quiet ?? []).length / 20);
  });
});
