import { keyOf, type Store } from '../../lib/incidents/store.ts';
import type { CheckOptions } from '../../lib/run/check-environment.ts';

type Spellings = NonNullable<CheckOptions['spellings']>;

/**
 * Keeps the arbiter's verdicts in the state table, so that a function that starts anew every hour does not start the
 * embedded PostgreSQL for texts that were settled before.
 *
 * @param expiry when a verdict that is remembered now may be forgotten
 */
export function rememberSpellings(store: Store, expiry: () => Date): Spellings {
  const keyOfVerdict = (hash: string) => keyOf.verdict('postgresql', hash);
  return {
    recall: async (hash) => (await store.read(keyOfVerdict(hash)))?.value.verdict,
    remember: async (verdicts) => {
      const expiresAt = expiry();
      // One by one: a verdict that another run has told meanwhile is the same, and must not hold the others back.
      for (const [hash, verdict] of verdicts) {
        await store.write([{ key: keyOfVerdict(hash), value: { verdict }, expectedVersion: 0, expiresAt }]);
      }
    },
  };
}
