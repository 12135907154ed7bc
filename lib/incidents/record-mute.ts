import { fingerprintText } from '../catalog/fingerprint.ts';
import { DriftlineError } from '../errors.ts';
import { keyOf, type Store } from './store.ts';

/** What nobody is to be told of, and until when: a moment, or a time from now. */
export interface MuteRequest {
  readonly pattern: string;
  readonly environments?: readonly string[];
  readonly reason: string;
  readonly until: { readonly at: string } | { readonly forMs: number };
}

/** What is muted from now on. */
export interface MuteAnswer {
  readonly muted: string;
  readonly until: string;
  readonly reason: string;
}

/** A pattern of objects, as a mute takes it. */
export const mutePattern = /^([a-z -]+|\*):.+$/u;

/** A year: what nobody should hear of for longer belongs under `ignore`. */
const longestMs = 366 * 86_400_000;

/**
 * Keeps a mute until it ends. Asking for the same again by a retry changes nothing.
 *
 * @param id the same for each attempt at the same request
 * @throws DriftlineError `invalid-mute` for an end that is past or more than a year away, `state-unavailable`
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
  const key = keyOf.mute(fingerprintText(id).slice(0, 16));
  await store.write([{ key, value, expectedVersion: 0, expiresAt: end }]);
  return { muted: pattern, until: value.until, reason };
}

/** A day ends with it; a moment is one. */
export function endOfMute(text: string): string {
  return text.length === 10 ? `${text}T23:59:59.999Z` : new Date(text).toISOString();
}
