import type { Json } from '../../lib/catalog/snapshot.ts';
import { keyOf, type RunClaim, type Store } from '../../lib/incidents/store.ts';

/** A piece of scheduled work, and who wants to do it. */
export interface ClaimRequest {
  /** The same for each delivery of the same work. */
  readonly work: string;
  readonly runId: string;
  /** The invocation's id: a retry of Lambda's has the same, and may go on where its predecessor died. */
  readonly owner: string;
  readonly now: Date;
  /** When this invocation is over at the latest. */
  readonly leaseUntil: Date;
  readonly expiresAt: Date;
}

export type ClaimAnswer =
  | { readonly kind: 'mine'; readonly version: number }
  | { readonly kind: 'taken'; readonly claim: RunClaim };

/**
 * Takes scheduled work, unless somebody does it now or has done it. The scheduler delivers at least once, so the
 * same time may come twice; Lambda repeats what failed, so a claim whose owner is dead can be taken over.
 *
 * See https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html
 */
export async function claimWork(store: Store, request: ClaimRequest): Promise<ClaimAnswer> {
  const key = keyOf.claim(request.work);
  for (;;) {
    const found = await store.read(key);
    if (found !== undefined && isHeld(found.value, request)) return { kind: 'taken', claim: found.value };
    const expectedVersion = found?.version ?? 0;
    const value: RunClaim = {
      runId: request.runId,
      owner: request.owner,
      state: 'running',
      leaseUntil: request.leaseUntil.toISOString(),
    };
    const written = await store.write([{ key, value, expectedVersion, expiresAt: request.expiresAt }]);
    if (written === 'written') return { kind: 'mine', version: expectedVersion + 1 };
  }
}

/** Ends a claim: with its answer when the work is done, else so that a retry can take it over at once. */
export async function settleClaim(
  store: Store,
  request: ClaimRequest,
  version: number,
  answer: Json | undefined,
): Promise<void> {
  const value: RunClaim = {
    runId: request.runId,
    owner: request.owner,
    leaseUntil: request.now.toISOString(),
    ...(answer === undefined ? { state: 'running' } : { state: 'done', answer }),
  };
  // A conflict means that our lease ran out and somebody else does the work now: then it is theirs to end.
  await store.write([
    { key: keyOf.claim(request.work), value, expectedVersion: version, expiresAt: request.expiresAt },
  ]);
}

function isHeld(claim: RunClaim, { owner, now }: ClaimRequest): boolean {
  if (claim.state === 'done') return true;
  return claim.owner !== owner && Date.parse(claim.leaseUntil) > now.getTime();
}
