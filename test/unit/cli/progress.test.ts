import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startProgress } from '../../../lib/cli/progress.ts';
import { createTestIo } from '../../support/cli-io.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('on a terminal', () => {
  test('what is over within a second shows nothing', () => {
    const { io, stderr } = createTestIo({ isTTY: true });
    {
      using progress = startProgress(2, io);
      progress.onProgress({ environment: 'prod', phase: 'checking' });
      vi.advanceTimersByTime(900);
    }
    vi.advanceTimersByTime(5_000);
    expect(stderr()).toBe('');
  });

  test('what lasts has one line, which is gone in the end', () => {
    const { io, stderr, stdout } = createTestIo({ isTTY: true });
    {
      using progress = startProgress(2, io);
      progress.onProgress({ environment: 'prod', phase: 'checking' });
      progress.onProgress({ environment: 'staging', phase: 'done' });
      vi.advanceTimersByTime(1_200);
      expect(stderr()).toContain('1 of 2 done: checking prod');
    }
    expect(stderr()).not.toContain('\n');
    expect(stderr().endsWith('\r\u001b[2K')).toBe(true);
    expect(stdout()).toBe('');
  });

  test('the line never wraps', () => {
    const { io, stderr } = createTestIo({ isTTY: true });
    using progress = startProgress(40, io);
    for (let i = 0; i < 40; i++) progress.onProgress({ environment: `environment-${i}`, phase: 'connecting' });
    vi.advanceTimersByTime(1_150);
    const [, line = ''] = stderr().split('\u001b[2K');
    expect(line.replace(/\r$/, '').length).toBeLessThan(80);
  });
});

test('in a pipe it is a plain line, seldom', () => {
  const { io, stderr } = createTestIo();
  using progress = startProgress(1, io);
  progress.onProgress({ environment: 'prod', phase: 'compiling' });
  vi.advanceTimersByTime(14_000);
  expect(stderr()).toBe('');
  vi.advanceTimersByTime(17_000);
  expect(stderr()).toBe('still compiling prod\nstill compiling prod\n');
});
