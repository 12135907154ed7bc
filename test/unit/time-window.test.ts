import { describe, expect, test } from 'vitest';
import { isWithin, parseTimeWindow } from '../../lib/time-window.ts';

const within = (text: string, moment: string, timeZone = 'UTC') =>
  isWithin([parseTimeWindow(text)], timeZone, new Date(moment));

describe('a window of the week', () => {
  // The second of March 2026 is a Monday.
  test.for([
    ['02:00-05:00', '2026-03-02T02:00:00Z', true],
    ['02:00-05:00', '2026-03-02T04:59:59Z', true],
    ['02:00-05:00', '2026-03-02T05:00:00Z', false],
    ['22:00-24:00', '2026-03-02T23:59:00Z', true],
    ['Mon', '2026-03-02T13:00:00Z', true],
    ['Mon', '2026-03-03T13:00:00Z', false],
    ['Sat-Sun', '2026-03-07T00:00:00Z', true],
    ['Sat-Sun', '2026-03-08T23:59:00Z', true],
    ['Fri-Mon', '2026-03-02T12:00:00Z', true],
    ['Fri-Mon', '2026-03-03T12:00:00Z', false],
    ['Mon-Fri 22:00-06:00', '2026-03-02T05:00:00Z', false],
    ['Mon-Fri 22:00-06:00', '2026-03-03T05:00:00Z', true],
    ['Mon-Fri 22:00-06:00', '2026-03-07T05:59:00Z', true],
    ['Mon-Fri 22:00-06:00', '2026-03-07T22:00:00Z', false],
  ] as const)('%s holds %s: %s', ([text, moment, expected]) => {
    expect(within(text, moment)).toBe(expected);
  });

  test('is read by the clocks of its time zone, also when they change', () => {
    expect(within('02:00-05:00', '2026-03-02T01:30:00Z', 'Europe/Berlin')).toBe(true);
    expect(within('02:00-05:00', '2026-07-02T00:30:00Z', 'Europe/Berlin')).toBe(true);
    expect(within('Sun', '2026-03-01T23:30:00Z', 'Europe/Berlin')).toBe(false);
  });

  test.for(['', ' ', 'Mon-', '25:00-26:00', 'monday', '02:00', 'Mon 02:00-05:00 ', 'Mon,Tue'])('is not %j', (text) => {
    expect(() => parseTimeWindow(text)).toThrow(RangeError);
  });
});
