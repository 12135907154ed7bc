import { describe, expect, test } from 'vitest';
import { toValueCheck, valueRule } from '../../../lib/config/value-rule.ts';

const usual = { redact: false, severity: 'high', maxDistinct: 1_000, budgetMs: 10_000 };

test('a list is the accepted values with the usual settings', () => {
  expect(toValueCheck('orders.status', ['new', 'paid'])).toEqual({
    ...usual,
    column: 'column:public.orders.status',
    accept: ['new', 'paid'],
  });
});

test('every option of a mapping reaches the check, durations and shares with their units', () => {
  const rule = valueRule.parse({
    accept: ['sms'],
    nulls: 'deny',
    empty: 'allow',
    nullElements: 'deny',
    caseInsensitive: true,
    trim: true,
    expression: "inputs ->> 'channel'",
    where: 'deleted_at is null',
    severity: 'critical',
    tolerate: '20 rows',
    samples: 3,
    redact: true,
    maxDistinct: 50,
    budget: '2m',
  });
  expect(toValueCheck('app.plans.channel', rule)).toEqual({
    column: 'column:app.plans.channel',
    accept: ['sms'],
    nulls: 'deny',
    empty: 'allow',
    nullElements: 'deny',
    caseInsensitive: true,
    trim: true,
    expression: "inputs ->> 'channel'",
    where: 'deleted_at is null',
    severity: 'critical',
    tolerate: { rows: 20 },
    samples: 3,
    redact: true,
    maxDistinct: 50,
    budgetMs: 120_000,
  });
});

describe('tolerate', () => {
  test.for([
    ['1 row', { rows: 1 }],
    ['20 rows', { rows: 20 }],
    ['0.1 %', { percent: 0.1 }],
    ['5%', { percent: 5 }],
  ] as const)('%s is understood', ([tolerate, expected]) => {
    const rule = valueRule.parse({ accept: ['a'], tolerate });
    expect(toValueCheck('t.c', rule)).toMatchObject({ tolerate: expected });
  });

  test.for(['20', 20, 'some', '100 %', '-1 rows', '1.5 rows'])('%s has no unit or no sense', (tolerate) => {
    expect(() => valueRule.parse({ accept: ['a'], tolerate })).toThrow(/20 rows, or 0.1 %/);
  });
});

test.for([
  ['budget', 10],
  ['budget', '10'],
  ['maxDistinct', 0],
  ['samples', 11],
  ['where', ' '],
  ['severity', 'urgent'],
])('%s: %s is refused', ([key, value]) => {
  expect(valueRule.safeParse({ accept: ['a'], [String(key)]: value }).success).toBe(false);
});
