import type { Confidential } from '../../alerts/settings.ts';
import { interpolate, type Variables } from '../interpolate.ts';
import type { FetchSecret } from './secret-cache.ts';

/** Long enough to ask once more, short beside a message's own time. */
const timeoutMs = 6_000;

/**
 * Finds confidential texts: by environment variables, or in Secrets Manager.
 *
 * The finder throws DriftlineError `env-var-unset`, and what fetching a secret throws.
 */
export function revealConfidential(
  variables: Variables,
  fetchSecret: FetchSecret,
): (text: Confidential) => Promise<string> {
  return async (text) => {
    if (text.kind === 'variable') return interpolate(text.template, variables, text.at).trim();
    return (await fetchSecret({ secretId: text.secretId, at: text.at, timeoutMs }, variables)).trim();
  };
}
