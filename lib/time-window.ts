/** Times of the week in which something may happen. */
export interface TimeWindow {
  /** 0 is Monday, 6 is Sunday. */
  readonly days: readonly number[];
  /** Minutes after midnight, inclusive. */
  readonly from: number;
  /** Minutes after midnight, exclusive; not after `from` when the window ends on the next day. */
  readonly to: number;
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const day = `(?:${dayNames.join('|')})`;
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** A window as the configuration writes it: `Mon-Fri 22:00-06:00`, `02:00-04:00`, `Sat-Sun`. */
export const timeWindowPattern = new RegExp(`^(?:(${day})(?:-(${day}))?)?(?:(?:^| )(${time})-(${time}|24:00))?$`);

const minutesPerDay = 1440;

/**
 * Reads a window. Days alone mean all day, times alone every day. A window that ends before it begins ends on the
 * next day; the days are those on which it begins.
 *
 * @throws RangeError when the text is no window
 */
export function parseTimeWindow(text: string): TimeWindow {
  const match = text === '' ? null : timeWindowPattern.exec(text);
  if (!match) throw new RangeError(`not a window of time: ${text}`);
  const [, first, last, from, to] = match;
  return {
    days: first === undefined ? dayNames.map((_, i) => i) : daysBetween(first, last ?? first),
    from: from === undefined ? 0 : minutesOf(from),
    to: to === undefined ? minutesPerDay : minutesOf(to),
  };
}

function daysBetween(first: string, last: string): readonly number[] {
  const [start, end] = [first, last].map((name) => dayNames.indexOf(name as (typeof dayNames)[number])) as [
    number,
    number,
  ];
  const length = ((end - start + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (start + i) % 7);
}

function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
}

/**
 * Whether a moment is in any of the windows, as clocks in the time zone show it.
 *
 * @param timeZone an IANA name such as `Europe/Berlin`
 * @throws RangeError for an unknown time zone
 */
export function isWithin(windows: readonly TimeWindow[], timeZone: string, moment: Date): boolean {
  return holds(windows, readClock(timeZone)(moment));
}

/**
 * How long a moment's windows go on, to the minute and for a day at most; 0 outside of them. Windows that follow each
 * other are one.
 *
 * @param timeZone an IANA name such as `Europe/Berlin`
 * @throws RangeError for an unknown time zone
 */
export function msLeftWithin(windows: readonly TimeWindow[], timeZone: string, moment: Date): number {
  const clock = readClock(timeZone);
  if (!holds(windows, clock(moment))) return 0;
  const start = moment.getTime();
  // Clocks may be put forward or back on the way, so each minute is asked for what it shows.
  const thisMinute = start - (start % msPerMinute);
  for (let minutes = 1; minutes < minutesPerDay; minutes++) {
    const next = thisMinute + minutes * msPerMinute;
    if (!holds(windows, clock(new Date(next)))) return next - start;
  }
  return minutesPerDay * msPerMinute;
}

const msPerMinute = 60_000;

/** What clocks show. */
interface Clock {
  /** 0 is Monday. */
  readonly weekday: number;
  /** After midnight. */
  readonly minutes: number;
}

function holds(windows: readonly TimeWindow[], { weekday, minutes }: Clock): boolean {
  const yesterday = (weekday + 6) % 7;
  return windows.some(({ days, from, to }) => {
    const beganToday = days.includes(weekday) && minutes >= from && (minutes < to || to <= from);
    const beganYesterday = to <= from && days.includes(yesterday) && minutes < to;
    return beganToday || beganYesterday;
  });
}

function readClock(timeZone: string): (moment: Date) => Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (moment) => {
    const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    return {
      weekday: dayNames.indexOf(parts.weekday as (typeof dayNames)[number]),
      minutes: Number(parts.hour) * 60 + Number(parts.minute),
    };
  };
}
