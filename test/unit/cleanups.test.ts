import { expect, test } from 'vitest';
import { cleanupsDone, keepAliveFor } from '../../lib/cleanups.ts';

test('what is to be cleaned up is waited for, also when it fails, and its failure stays its own', async () => {
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const kept = keepAliveFor(first.promise);
  const failed = expect(keepAliveFor(second.promise)).rejects.toThrow('gone');
  let isDone = false;
  const done = cleanupsDone().then(() => {
    isDone = true;
  });
  first.resolve('removed');
  expect(await kept).toBe('removed');
  expect(isDone).toBe(false);
  second.reject(new Error('gone'));
  await failed;
  await done;
  expect(isDone).toBe(true);
});
