import { describe, expect, test } from 'vitest';
import { repairRule, toRepair } from '../../../lib/config/repair-rule.ts';
import { parseTimeWindow } from '../../../lib/time-window.ts';
import { errorsOf, fileWith } from './config-errors.ts';

test('a policy alone has no limits of its own, and none at all is plan', () => {
  expect(toRepair('safe')).toEqual({ repair: 'safe' });
  expect(toRepair(undefined)).toEqual({ repair: 'plan' });
});

test('a mapping with the policy alone has the default limits', () => {
  expect(toRepair(repairRule.parse({ policy: 'safe' }))).toEqual({
    repair: 'safe',
    repairLimits: { allow: [], maxStatements: 100, maxTableBytes: 10 * 2 ** 30, isDryRun: false },
  });
});

test('every limit is read, sizes and times with their units', () => {
  const rule = repairRule.parse({
    policy: 'safe',
    allow: ['SET_DEFAULT'],
    maxStatements: 5,
    maxTableSize: '500 MB',
    window: ['Sat-Sun', 'Mon-Fri 22:00-06:00'],
    timeZone: 'Europe/Berlin',
    dryRun: true,
  });
  expect(toRepair(rule).repairLimits).toEqual({
    allow: ['SET_DEFAULT'],
    maxStatements: 5,
    maxTableBytes: 500 * 2 ** 20,
    window: {
      times: [parseTimeWindow('Sat-Sun'), parseTimeWindow('Mon-Fri 22:00-06:00')],
      timeZone: 'Europe/Berlin',
      text: 'Sat-Sun, Mon-Fri 22:00-06:00 Europe/Berlin',
    },
    isDryRun: true,
  });
});

describe('refused', () => {
  test.for([
    ['a hazard that loses data', { allow: ['DELETES_DATA'] }, 'DELETES_DATA can never be allowed'],
    ['an unknown hazard', { allow: ['SET_DEFAULTS'] }, 'SET_DEFAULT'],
    ['no statement at all', { maxStatements: 0 }, 'at least 1'],
    ['a size without its unit', { maxTableSize: '10' }, 'a size such as'],
    ['a window of nothing', { window: '' }, 'must be days, times or both'],
    ['no windows', { window: [] }, 'must hold at least one window'],
    ['an hour that no clock shows', { window: '25:00-26:00' }, 'must be days, times or both'],
    ['an unknown time zone', { timeZone: 'Europe/Berlinn' }, 'is no time zone'],
  ] as const)('%s', ([, limits, message]) => {
    const { error } = repairRule.safeParse({ policy: 'safe', ...limits });
    expect(JSON.stringify(error?.issues)).toContain(message);
  });
});

test('a hazard that can never be allowed is told so, where it stands', () => {
  expect(errorsOf(fileWith({ environment: '    repair: { policy: safe, allow: [DROPS_OBJECT] }' }))).toContain(
    'environments.prod.repair.allow[0] DROPS_OBJECT can never be allowed: what it costs does not come back',
  );
});
