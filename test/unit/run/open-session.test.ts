import { describe, expect, test } from 'vitest';
import type { Environment } from '../../../lib/config/config.ts';
import { cacheSecrets } from '../../../lib/config/secrets/secret-cache.ts';
import type { ConnectionSource, Engine, Session } from '../../../lib/engines/engine.ts';
import { DriftlineError } from '../../../lib/errors.ts';
import { realDeps } from '../../../lib/run/deps.ts';
import { openSession } from '../../../lib/run/open-session.ts';

const environment: Environment = {
  name: 'prod',
  expectation: 'content',
  connection: { kind: 'secret', secretId: 'prod/db', at: 'driftline.yaml:1:1' },
  repair: 'off',
  connectTimeoutMs: 1000,
  lockTimeoutMs: 1000,
  statementTimeoutMs: 1000,
};

/** A server that takes one password, and notes which ones it was offered. */
function serverWith(password: string) {
  const offered: string[] = [];
  const connect = async ({ url }: ConnectionSource): Promise<Session> => {
    offered.push(new URL(url).password);
    if (offered.at(-1) !== password) throw new DriftlineError('authentication-failed', 'no');
    return { close: async () => {} } as Session;
  };
  return { offered, engine: { name: 'postgresql', connect } as unknown as Engine };
}

function secretsThatGive(...passwords: string[]) {
  let fetches = 0;
  const fetch = async () => `postgresql://app:${passwords[Math.min(fetches++, passwords.length - 1)]}@db/content`;
  const clock = { at: new Date(0) };
  const deps = { ...realDeps({}), fetchSecret: cacheSecrets(fetch, () => clock.at, 300_000) };
  return { deps, clock, fetches: () => fetches };
}

test('a password that was rotated since it was fetched is fetched again, and the login tried once more', async () => {
  const { engine, offered } = serverWith('new');
  const secrets = secretsThatGive('old', 'new');
  await openSession(engine, environment, 'driftline', secrets.deps);
  expect(offered).toEqual(['old', 'new']);
});

test('a wrong password that stays the same is not offered twice', async () => {
  const { engine, offered } = serverWith('right');
  const secrets = secretsThatGive('wrong');
  const opened = openSession(engine, environment, 'driftline', secrets.deps);
  await expect(opened).rejects.toMatchObject({ code: 'authentication-failed' });
  expect(offered).toEqual(['wrong']);
  expect(secrets.fetches()).toBe(2);
});

test('a login that fails twice is not tried a third time', async () => {
  const { engine, offered } = serverWith('right');
  const opened = openSession(engine, environment, 'driftline', secretsThatGive('one', 'two', 'right').deps);
  await expect(opened).rejects.toMatchObject({ code: 'authentication-failed' });
  expect(offered).toEqual(['one', 'two']);
});

describe('a server that fails to connect', () => {
  const open = async (...codes: readonly string[]) => {
    const left = [...codes];
    const pauses: number[] = [];
    const connect = async (): Promise<Session> => {
      const code = left.shift();
      if (code !== undefined) throw new DriftlineError(code, 'no');
      return { close: async () => {} } as Session;
    };
    const sleep = async (ms: number) => void pauses.push(ms);
    const deps = { ...secretsThatGive('right').deps, random: () => 0.5, sleep };
    const opened = openSession({ name: 'postgresql', connect } as unknown as Engine, environment, 'driftline', deps);
    return {
      end: await opened.then(
        () => 'open',
        (error: DriftlineError) => error.code,
      ),
      pauses,
    };
  };

  test.for([
    [['server-unavailable'], 'open', [300]],
    [['connection-failed', 'server-unavailable'], 'open', [300, 1200]],
    [['server-unavailable', 'server-unavailable', 'connection-failed'], 'connection-failed', [300, 1200]],
    [['connection-refused'], 'connection-refused', []],
    [['connect-timeout'], 'connect-timeout', []],
    [['tls-untrusted'], 'tls-untrusted', []],
  ] as const)('with %j ends %s', async ([codes, end, pauses]) => {
    expect(await open(...codes)).toEqual({ end, pauses });
  });
});

test('a secret is fetched once while it is fresh, and again when it is old', async () => {
  const { engine } = serverWith('right');
  const secrets = secretsThatGive('right');
  for (const at of [0, 299_999, 300_000]) {
    secrets.clock.at = new Date(at);
    await openSession(engine, environment, 'driftline', secrets.deps);
  }
  expect(secrets.fetches()).toBe(2);
});

test('a secret that could not be fetched is not remembered as such', async () => {
  const answers = [() => Promise.reject(new Error('throttled')), () => Promise.resolve('postgresql://a:b@c/d')];
  const fetch = cacheSecrets(
    () => (answers.shift() ?? answers[0] ?? (() => Promise.resolve('')))(),
    () => new Date(0),
    1000,
  );
  const request = { secretId: 'a', at: '', timeoutMs: 1 };
  await expect(fetch(request, {})).rejects.toThrow('throttled');
  expect(await fetch(request, {})).toBe('postgresql://a:b@c/d');
});

test('a URL of another engine is told from one that is wrong', async () => {
  const { engine, offered } = serverWith('right');
  const connection = { kind: 'url', template: 'sqlite:///app.db', at: 'driftline.yaml:1:1' } as const;
  const opened = openSession(engine, { ...environment, connection }, 'driftline', realDeps({}));
  await expect(opened).rejects.toMatchObject({
    code: 'invalid-url',
    remedy: expect.stringContaining('Write `engine: sqlite` in the expectation'),
  });
  expect(offered).toEqual([]);
});
