import { DriftlineError } from '../errors.ts';
import type { DocumentKey, DocumentKind, Documents, Store } from './store.ts';

/** Far more than writers of one document there are: each round, one of them gets through. */
const mostRounds = 50;

/**
 * Replaces one document by what `change` makes of it, so that no other writer's work is lost: when somebody came in
 * between, `change` is asked again with what they wrote.
 *
 * @param change pure, since it may be asked several times; undefined leaves the document as it is
 * @throws DriftlineError `state-contended` when others were quicker every time
 */
export async function updateDocument<K extends DocumentKind>(
  store: Store,
  key: DocumentKey<K>,
  change: (current: Documents[K] | undefined) => Documents[K] | undefined,
  options: { readonly expiresAt?: Date } = {},
): Promise<Documents[K] | undefined> {
  for (let round = 0; round < mostRounds; round++) {
    const current = await store.read(key);
    const value = change(current?.value);
    if (value === undefined) return current?.value;
    const written = await store.write([{ key, value, expectedVersion: current?.version ?? 0, ...options }]);
    if (written === 'written') return value;
  }
  throw new DriftlineError('state-contended', `${key.kind} ${key.id} is being rewritten without pause`, {
    remedy: 'Look for a second monitor that writes to the same table in a loop.',
  });
}
