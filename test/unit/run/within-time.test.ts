import { expect, test } from 'vitest';
import { withinTime } from '../../../lib/run/within-time.ts';

const late = () => 'late';

test('a check that ends in time answers for itself', async () => {
  const { signal } = new AbortController();
  expect(await withinTime(Promise.resolve('checked'), { signal, graceMs: 0 }, late)).toBe('checked');
});

test('a check that never ends is answered for, once the signal and the grace are over', async () => {
  const limit = new AbortController();
  const answer = withinTime(new Promise<string>(() => {}), { signal: limit.signal, graceMs: 1 }, late);
  limit.abort();
  expect(await answer).toBe('late');
});

test('a check may use the grace to end by itself', async () => {
  const limit = new AbortController();
  const check = Promise.withResolvers<string>();
  const answer = withinTime(check.promise, { signal: limit.signal, graceMs: 60_000 }, late);
  limit.abort();
  check.resolve('stopped cleanly');
  expect(await answer).toBe('stopped cleanly');
});

test('a check that fails in time fails', async () => {
  const { signal } = new AbortController();
  await expect(withinTime(Promise.reject(new Error('lost')), { signal, graceMs: 0 }, late)).rejects.toThrow('lost');
});
