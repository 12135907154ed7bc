import { fingerprintText } from '../../lib/catalog/fingerprint.ts';
import { DriftlineError } from '../../lib/errors.ts';
import { keyOf, type Store } from '../../lib/incidents/store.ts';
import type { MuteRequest } from './event.ts';

/** What is muted from now on. */
export interface MuteAnswer {
  readonly muted: string;
  readonly until: string;
  readonly reason: string;
}

/** A year: what nobody should hear of for longer belongs under `ignore`. */
const longestMs = 366 * 86_400_000;

/**
 * Keeps a mute until it ends. Asking for the same again by a retry changes nothing.
 *
 * @throws DriftlineError `invalid-mute` for an end that is past or more than a year away
 */
export async function recordMute(store: Store, request: MuteRequest, id: string, now: Date): Promise<MuteAnswer> {
  const { pattern, environments, reason, until } = request;
  const end = 'at' in until ? new Date(until.at) : new Date(now.getTime() + until.forMs);
  if (!(end > now) || end.getTime() - now.getTime() > longestMs) {
    throw new DriftlineError('invalid-mute', `a mute until ${end.toISOString()} is over already or lasts too long`, {
      remedy: 'Name an end within a year; what is never to be told belongs under `ignore` in the configuration.',
    });
  }
  const value = {
    pattern,
    ...(environments === undefined ? {} : { environments }),
    reason,
    until: end.toISOString(),
  };
  const key = keyOf.mute(`${now.toISOString()} ${fingerprintText(id).slice(0, 8)}`);
  await store.write([{ key, value, expectedVersion: 0, expiresAt: end }]);
  return { muted: pattern, until: value.until, reason };
}
