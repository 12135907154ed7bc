import { describe, expect, test } from 'vitest';
import { startPatience } from '../../../lib/apply/patience.ts';
import { attemptRepeatedly, type Failure } from '../../../lib/apply/repair-run.ts';
import type { Drift } from '../../../lib/diff/drift.ts';
import type { IntrospectRequest } from '../../../lib/engines/engine.ts';
import { catalog } from '../diff/catalogs.ts';
import { statement } from '../plan/statements.ts';

/** An empty database, at a time that only the test moves. */
function startScene({ findDrifts = async () => [] }: { readonly findDrifts?: () => Promise<readonly Drift[]> } = {}) {
  const clock = { ms: 0 };
  const requests: IntrospectRequest[] = [];
  const introspect = async (request: IntrospectRequest = {}) => {
    requests.push(request);
    return { snapshot: catalog({}), diagnostics: [] };
  };
  const patience = startPatience({ now: () => new Date(clock.ms), findDrifts, session: { introspect } });
  return { clock, patience, requests };
}

const alter = (lockTimeoutMs: number) => statement('alter', { locks: ['table:public.t'], lockTimeoutMs });

describe('the statements of one transaction', () => {
  test('wait together no longer than the first one that holds up others may', async () => {
    const { clock, patience } = startScene();
    expect(patience.before(statement('create', { lockTimeoutMs: 2_000 }))).toBe(2_000);
    clock.ms = 5_000;
    expect(patience.before(alter(2_000))).toBe(2_000);
    clock.ms = 6_500;
    expect(patience.before(alter(2_000))).toBe(500);
    expect(patience.before(statement('create', { lockTimeoutMs: 300 }))).toBe(300);
    clock.ms = 9_000;
    // 0 would be for ever.
    expect(patience.before(alter(2_000))).toBe(1);
  });

  test('are looked at no longer than others may still be kept waiting', async () => {
    const { clock, patience, requests } = startScene();
    await patience.proof();
    patience.before(alter(2_000));
    clock.ms = 1_500;
    await patience.proof();
    clock.ms = 2_500;
    await patience.proof();
    expect(requests).toEqual([{}, { lockTimeoutMs: 500 }, { lockTimeoutMs: 1 }]);
  });

  test('are not proved while others wait: the comparison ends after the rollback', async () => {
    let end: (drifts: readonly Drift[]) => void = () => {};
    const findDrifts = () =>
      new Promise<readonly Drift[]>((resolve) => {
        end = resolve;
      });
    const { patience } = startScene({ findDrifts });
    patience.before(alter(1));
    const proof = await patience.proof();
    end([]);
    expect('late' in proof && (await proof.late)).toEqual([]);
  });

  test('are proved however long it takes where they hold up nobody', async () => {
    expect(await startScene().patience.proof()).toMatchObject({ drifts: [] });
  });
});

describe('what meets a lock', () => {
  const metLock: Failure = { mayPass: true, isConnectionLost: false, isInterrupted: false, reason: 'it is locked' };

  test.for([
    [0, [100, 100, 100, 100]],
    [0.5, [250, 450, 850, 1_650]],
    [1, [400, 800, 1_600, 3_200]],
  ] as const)('is tried five times, with pauses by chance (%d)', async ([chance, expected]) => {
    const pauses: number[] = [];
    const sleep = async (ms: number) => {
      pauses.push(ms);
    };
    let attempts = 0;
    const { failure } = await attemptRepeatedly({ sleep, random: () => chance }, async () => {
      attempts++;
      return { failure: metLock };
    });
    expect(attempts).toBe(5);
    expect(pauses).toEqual(expected);
    expect(failure).toMatchObject({ reason: 'it is locked (tried 5 times)' });
  });

  test.for([
    ['succeeds', {}],
    ['fails for another reason', { failure: { ...metLock, mayPass: false } }],
  ] as const)('is not tried again once it %s', async ([, second]) => {
    const attempts: { readonly failure?: Failure }[] = [{ failure: metLock }, second];
    const end = await attemptRepeatedly({ sleep: async () => {}, random: () => 0 }, async () => attempts.shift() ?? {});
    expect(end).toEqual(second);
    expect(attempts).toEqual([]);
  });
});
