import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type ValueClient } from '../value-client.ts';

/** The bytes of `driftval` as one number: the advisory lock under which queries read many rows, one at a time. */
const valuesLock = '7237963439899304300';

const pollMs = 100;

/**
 * Waits until no other value check reads rows of this database, for as long as a lock may be waited for. The turn ends
 * with the transaction. False when it did not come.
 */
export async function takeTurn(client: ValueClient, lockTimeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const [answer] = await ask<{ is_ours: boolean }>(
      client,
      `select pg_try_advisory_xact_lock(${valuesLock}) as is_ours`,
    );
    if (answer?.is_ours) return true;
    if (waitedMs >= lockTimeoutMs) return false;
    await sleep(pollMs);
  }
}
