import { describe, expect, test } from 'vitest';
import type { Incident, Incidents, Subject } from '../../../lib/incidents/incident.ts';
import type { Mute } from '../../../lib/incidents/mute.ts';
import type { Sight } from '../../../lib/incidents/sight.ts';
import { type TellingRules, transition } from '../../../lib/incidents/transition.ts';

const subject = (name: string, but: Partial<Subject> = {}): Subject => ({
  fingerprint: name,
  id: `table:public.${name}`,
  kind: 'missing',
  severity: 'critical',
  title: `table public.${name} is missing`,
  line: `table public.${name} is missing`,
  ...but,
});
const unseen = subject('unseen', { id: 'unknown:prod', kind: 'unknown', severity: 'high' });

const hour = 3_600_000;
const rules: TellingRules = {
  remindAfterMs: 24 * hour,
  flapping: { changes: 4, withinMs: 6 * hour },
  mutes: [],
};

type Look = Partial<Sight> & { readonly mutes?: readonly Mute[]; readonly isBaseline?: boolean };
const at = (hours: number) => new Date(Date.parse('2026-03-01T00:00:00Z') + hours * hour).toISOString();
const there = (...names: readonly string[]): Look => ({ present: names.map((name) => subject(name)) });
const blind: Look = { unseen, wasLookedAt: ({ subject: { kind } }: Incident) => kind === 'unknown' };

/** Runs an environment hour by hour: what was told in each, as `opened a`. */
function live(looks: readonly Look[], more: Partial<TellingRules> = {}) {
  let incidents: Incidents = {};
  let unseenRuns = 0;
  const told = looks.map(({ mutes = [], isBaseline = false, ...look }, hours) => {
    unseenRuns = look.unseen === undefined ? 0 : unseenRuns + 1;
    const sight = {
      at: at(hours),
      present: [],
      repaired: [],
      accepted: new Set<string>(),
      wasLookedAt: () => true,
      ...look,
    };
    const { changed, changes } = transition({
      environment: 'prod',
      before: incidents,
      sight,
      unseenRuns,
      isBaseline,
      rules: { ...rules, ...more, mutes },
    });
    incidents = { ...incidents, ...changed };
    return changes.map(
      ({ change, subject: { fingerprint }, isRepaired }) => `${change} ${fingerprint}${isRepaired ? ' by itself' : ''}`,
    );
  });
  return { told, incidents, runs: told.map((changes) => changes.join(', ')) };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('a drift', () => {
  test('is told at first sight, also in the very first run, then only when it is gone', () => {
    expect(live([there('a'), there('a'), there('a'), there(), there()]).runs).toEqual([
      'opened a',
      '',
      '',
      'resolved a',
      '',
    ]);
  });

  test('that comes again is told again', () => {
    const { runs, incidents } = live([there('a'), there(), there('a')]);
    expect(runs).toEqual(['opened a', 'resolved a', 'reopened a']);
    expect(incidents.a).toMatchObject({ state: 'open', opened: 2, openedAt: at(2) });
    expect(incidents.a).not.toHaveProperty('resolvedAt');
  });

  test('stays open while nobody could look', () => {
    const out: Look = { present: [], wasLookedAt: () => false };
    expect(live([there('a'), out, out, there()]).runs).toEqual(['opened a', '', '', 'resolved a']);
  });

  test('is reminded of after a day, all open ones together, and also while nobody can look', () => {
    const looks = [
      there('a'),
      there('a', 'b'),
      ...times(22, there('a', 'b')),
      there('a', 'b'),
      ...times(23, blind),
      blind,
    ];
    const { runs } = live(looks);
    expect(runs.filter((run) => run !== '')).toEqual([
      'opened a',
      'opened b',
      'reminded a, reminded b',
      'opened unseen',
      'reminded a, reminded b, reminded unseen',
    ]);
    expect([24, 26, 48].map((run) => runs[run])).not.toContain('');
  });

  test('that is there when a baseline run looks is known, until it has been gone', () => {
    const { runs, incidents } = live([
      { ...there('a'), isBaseline: true },
      there('a', 'b'),
      there('b'),
      there('a', 'b'),
    ]);
    expect(runs).toEqual(['', 'opened b', '', 'reopened a']);
    expect(incidents.a?.state).toBe('open');
  });

  test('that one run found and mended is told as such, and closes what was open', () => {
    const mended: Look = { repaired: [subject('a')] };
    expect(live([mended, ...times(8, there()), there('a'), mended]).runs.filter((run) => run !== '')).toEqual([
      'repaired a by itself',
      'reopened a',
      'resolved a by itself',
    ]);
  });
});

describe('a drift that comes and goes', () => {
  const flicker = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? there('a') : there()));

  test('is told to flap once, then as what it is once it is steady', () => {
    const { runs } = live([...flicker, ...times(8, there('a')), there()]);
    expect(runs.filter((run) => run !== '')).toEqual([
      'opened a',
      'resolved a',
      'reopened a',
      'flapping a',
      'reopened a',
      'resolved a',
    ]);
    expect(runs[3]).toBe('flapping a');
    expect(runs[18]).toBe('reopened a');
  });

  test('and stays away is told as resolved', () => {
    expect(
      live([...flicker, ...times(8, there())])
        .runs.filter((run) => run !== '')
        .at(-1),
    ).toBe('resolved a');
  });

  test('for days is reminded of once a day', () => {
    const days = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? there('a') : there()));
    const runs = live(days).runs.filter((run) => run !== '');
    expect(runs).toEqual(['opened a', 'resolved a', 'reopened a', 'flapping a', ...times(4, 'reminded a')]);
  });

  test('because it is mended again and again is one storm less', () => {
    const mended: Look = { repaired: [subject('a')] };
    expect(live(times(10, mended)).runs.filter((run) => run !== '')).toEqual(['repaired a by itself', 'flapping a']);
  });
});

describe('what cannot be seen', () => {
  test('is told after two runs in a row, and when it can be seen again', () => {
    expect(live([blind, there(), blind, blind, blind, there()]).runs).toEqual([
      '',
      '',
      '',
      'opened unseen',
      '',
      'resolved unseen',
    ]);
  });
});

describe('a mute', () => {
  const mute: Mute = { pattern: 'table:public.a', reason: 'known', until: at(3) };

  test('holds a drift back, which is told when the mute ends', () => {
    const { runs } = live(times(5, { ...there('a', 'b'), mutes: [mute] }));
    expect(runs).toEqual(['opened b', '', '', 'opened a', '']);
  });

  test('lets a drift come and go unheard', () => {
    const looks = [there('a'), there(), there('a'), there()].map((look) => ({
      ...look,
      mutes: [{ ...mute, until: at(99) }],
    }));
    const { runs, incidents } = live(looks);
    expect(runs).toEqual(['', '', '', '']);
    expect(incidents.a?.state).toBe('resolved');
  });

  test('spares reminders, but what was told open is told when it is gone', () => {
    const looks = [
      there('a'),
      ...times(30, { ...there('a'), mutes: [{ ...mute, until: at(99) }] }),
      { mutes: [{ ...mute, until: at(99) }] },
    ];
    const { runs, incidents } = live(looks);
    expect(runs.filter((run) => run !== '')).toEqual(['opened a', 'resolved a']);
    expect(incidents.a?.state).toBe('resolved');
  });

  test('of other environments does not count', () => {
    const elsewhere = { ...mute, environments: ['staging', 'dev-*'] };
    expect(live([{ ...there('a'), mutes: [elsewhere] }]).runs).toEqual(['opened a']);
    expect(live([{ ...there('a'), mutes: [{ ...mute, environments: ['p*d'] }] }]).runs).toEqual(['']);
  });
});

test('an incident that is as it was is not written again', () => {
  const { incidents } = live([there('a')]);
  const { changed } = transition({
    environment: 'prod',
    before: incidents,
    sight: { at: at(1), present: [subject('a')], repaired: [], accepted: new Set(), wasLookedAt: () => true },
    unseenRuns: 0,
    isBaseline: false,
    rules,
  });
  expect(changed).toEqual({});
});

test('more drifts than one record holds are told in the runs that follow, the worst first', () => {
  const many = Array.from({ length: 700 }, (_, n) => subject(`t${n}`, { severity: n < 200 ? 'low' : 'high' }));
  const { told } = live(times(3, { present: many }));
  expect(told.map((changes) => changes.length)).toEqual([500, 200, 0]);
  expect(told[1]?.every((change) => Number(change.slice('opened t'.length)) < 200)).toBe(true);
});
