import type { Variables } from '../interpolate.ts';
import type { SecretRequest } from './aws-secret.ts';

/** Fetches a secret's current text. */
export type FetchSecret = (request: SecretRequest, variables: Variables) => Promise<string>;

/**
 * Keeps secrets for as long as they are thought to hold, so that a process that checks every hour does not pay for each
 * one each time. A request for a fresh one goes past the cache and renews it; a failure is not kept.
 */
export function cacheSecrets(fetch: FetchSecret, now: () => Date, maxAgeMs: number): FetchSecret {
  const kept = new Map<string, { readonly text: Promise<string>; readonly until: number }>();
  return (request, variables) => {
    const found = kept.get(request.secretId);
    if (found !== undefined && found.until > now().getTime() && request.isFresh !== true) return found.text;
    const text = fetch(request, variables);
    kept.set(request.secretId, { text, until: now().getTime() + maxAgeMs });
    text.catch(() => {
      if (kept.get(request.secretId)?.text === text) kept.delete(request.secretId);
    });
    return text;
  };
}
