import { describe, expect, test } from 'vitest';
import type { Drift } from '../../../lib/diff/drift.ts';
import type { Incident } from '../../../lib/incidents/incident.ts';
import { sightOf } from '../../../lib/incidents/sight.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import type { ValueFinding } from '../../../lib/values/judge-values.ts';
import { missing, oneDrift, planOf, report } from '../alerts/scenes.ts';

const column = 'column:public.orders.status';
const finding = (but: Partial<ValueFinding> = {}): ValueFinding => ({
  column,
  accept: ['a'],
  outcome: 'clean',
  strays: [],
  straysAreAtLeast: false,
  strayRows: 0,
  strayRowsAreAtLeast: false,
  coverage: 1,
  tookMs: 1,
  ...but,
});

const incidentOf = (id: string, attribute?: string): Incident => ({
  subject: {
    fingerprint: `${id} ${attribute}`,
    id,
    kind: attribute === undefined ? 'missing' : 'modified',
    ...(attribute === undefined ? {} : { attribute }),
    severity: 'high',
    title: id,
    line: id,
  },
  state: 'open',
  isPresent: true,
  told: 'open',
  openedAt: '2026-03-01',
  opened: 1,
  flips: [],
});
const table = incidentOf('table:public.orders');
const strays = incidentOf(column, 'values');
const error = { level: 'error', code: 'connection-lost', message: 'lost' } as const;
const unread = { objects: 0, valueChecks: 0, valueChecksComplete: 0 };

describe('a drift that is not reported was looked at', () => {
  test.for([
    ['in a run without a gap', {}, table, true],
    ['also the values of a column that is checked no more', {}, strays, true],
    [
      'not when the database could not be reached',
      { outcome: 'unknown', diagnostics: [error], coverage: unread },
      table,
      false,
    ],
    [
      'not when an error stands for it all, though there is drift',
      { outcome: 'drift', diagnostics: [error] },
      table,
      false,
    ],
    ['when an error names another object', { outcome: 'drift', diagnostics: [{ ...error, id: column }] }, table, true],
    [
      'not when an error names it',
      { outcome: 'drift', diagnostics: [{ ...error, id: 'table:public.orders' }] },
      table,
      false,
    ],
    ['when every value was seen', { values: [finding()] }, strays, true],
    ['not when only a part of the rows was', { values: [finding({ coverage: 0.4 })] }, strays, false],
    [
      'not when its values could not be',
      { outcome: 'unknown', values: [finding({ outcome: 'unknown' })] },
      strays,
      false,
    ],
    [
      'when its values were and the catalog was not',
      { outcome: 'unknown', diagnostics: [error], values: [finding()] },
      strays,
      true,
    ],
  ] as const)('%s', ([, but, incident, expected]) => {
    const seen = sightOf(report(but as Partial<RunReport>));
    expect(seen.wasLookedAt(incident)).toBe(expected);
  });
});

test('a rolling scan that is not through is no gap; a column that could not be judged is one', () => {
  expect(sightOf(report({ values: [finding({ coverage: 0.4 })] })).unseen).toBeUndefined();
  expect(sightOf(report({ values: [finding({ outcome: 'unknown' })] })).unseen).toMatchObject({ severity: 'high' });
});

describe('what a repair mended', () => {
  const { drifts = [] } = oneDrift;
  const applied = (outcome: 'applied' | 'failed'): Partial<RunReport> => ({
    driftsBefore: drifts,
    applied: {
      results: planOf(['table:public.content_plans', 'create table x ()']).statements.map((statement) => ({
        statement,
        outcome,
        tookMs: 1,
      })),
      tookMs: 1,
    },
  });

  test('is what was there before and is gone now', () => {
    expect(sightOf(report(applied('applied'))).repaired.map(({ id }) => id)).toEqual(['table:public.content_plans']);
    expect(sightOf(report({ ...applied('applied'), drifts })).repaired).toEqual([]);
  });

  test('is not known when nobody could look again, and nothing when nothing was applied', () => {
    expect(sightOf(report({ ...applied('applied'), outcome: 'unknown', diagnostics: [error] })).repaired).toEqual([]);
    expect(sightOf(report(applied('failed'))).repaired).toEqual([]);
  });
});

test('lines are short, on one line, and the title holds no value', () => {
  const drift: Drift = {
    ...missing('column:public.users.token'),
    kind: 'modified',
    attribute: 'default',
    expected: 'null',
    actual: `'hunter2\n${'x'.repeat(5000)}'`,
  };
  const [subject] = sightOf(report({ drifts: [drift] })).present;
  expect(subject?.line.length).toBeLessThanOrEqual(301);
  expect(subject?.line).not.toContain('\n');
  expect(subject?.title).toBe('column public.users.token: default is not as it should be');
});
