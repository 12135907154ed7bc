import { describe, expect, test } from 'vitest';
import { isWithin, msLeftWithin, parseTimeWindow } from '../../lib/time-window.ts';

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

  test.for([
    ['02:00-05:00', '2026-03-02T04:58:30Z', 'UTC', 90],
    ['02:00-05:00', '2026-03-02T05:00:00Z', 'UTC', 0],
    ['Mon-Fri 22:00-06:00', '2026-03-06T23:00:00Z', 'UTC', 7 * 3600],
    ['Sat-Sun', '2026-03-08T23:00:00Z', 'UTC', 3600],
    ['Sat-Sun', '2026-03-07T12:00:00Z', 'UTC', 24 * 3600],
    // At two o'clock of this Sunday clocks are put forward to three, and at three of that one back to two.
    ['Sun 01:00-04:00', '2026-03-29T00:00:00Z', 'Europe/Berlin', 2 * 3600],
    ['Sun 01:00-04:00', '2026-10-24T23:00:00Z', 'Europe/Berlin', 4 * 3600],
  ] as const)('%s goes on after %s in %s for %i s', ([text, moment, timeZone, seconds]) => {
    expect(msLeftWithin([parseTimeWindow(text)], timeZone, new Date(moment))).toBe(seconds * 1000);
  });

  test.for(['', ' ', 'Mon-', '25:00-26:00', 'monday', '02:00', 'Mon 02:00-05:00 ', 'Mon,Tue'])('is not %j', (text) => {
    expect(() => parseTimeWindow(text)).toThrow(RangeError);
  });
});
