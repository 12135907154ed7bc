const millisecondsPer = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** A duration as the configuration writes it: a whole number, not zero, with its unit. */
export const durationPattern = /^([1-9]\d{0,7})(ms|s|m|h)$/;

/** The same where no time at all is a duration too: `0s`. */
export const settlePattern = /^(0|[1-9]\d{0,7})(ms|s|m|h)$/;

/** The longest duration that a timer can be set for. */
const longestMs = 2 ** 31 - 1;

/**
 * Reads a duration such as `0s`, `500ms`, `10s`, `2m` or `1h` as milliseconds.
 *
 * @throws RangeError when the text is no duration; one that no timer can hold is cut to 24 days
 */
export function parseDuration(text: string): number {
  return Math.min(parseSpan(text), longestMs);
}

/**
 * Reads a duration that no timer is set for, however long.
 *
 * @throws RangeError when the text is no duration
 */
export function parseSpan(text: string): number {
  const match = settlePattern.exec(text);
  if (!match) throw new RangeError(`not a duration: ${text}`);
  return Number(match[1]) * millisecondsPer[match[2] as keyof typeof millisecondsPer];
}

/** Writes milliseconds in the largest unit that holds them whole; the inverse of {@link parseDuration}. */
export function formatDuration(ms: number): string {
  for (const unit of ['h', 'm', 's'] as const) {
    if (ms % millisecondsPer[unit] === 0) return `${ms / millisecondsPer[unit]}${unit}`;
  }
  return `${ms}ms`;
}
