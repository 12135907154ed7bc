import { expect, test } from 'vitest';
import { chooseTls, isLoopback } from '../../../../lib/engines/postgres/tls-options.ts';
import { parsePostgresUrl } from '../../../../lib/engines/postgres/url.ts';

const verified = { rejectUnauthorized: true };

test.for([
  ['another machine is verified when nobody says anything', 'postgres://db.example.com', undefined, verified],
  ['another machine is verified when TLS is only preferred', 'postgres://db?sslmode=prefer', undefined, verified],
  ['this machine may be spoken to in the open', 'postgres://localhost', undefined, false],
  [
    'this machine may be spoken to in the open when TLS is preferred',
    'postgres://[::1]?sslmode=prefer',
    undefined,
    false,
  ],
  ['this machine is verified when the URL asks for it', 'postgres://127.0.0.1?sslmode=require', undefined, verified],
  ['the URL can turn TLS off', 'postgres://db?sslmode=disable', undefined, false],
  ['the setting goes before the URL', 'postgres://db?sslmode=disable', { mode: 'verify' }, verified],
  ['the setting can turn TLS off', 'postgres://db?sslmode=require', { mode: 'off' }, false],
  [
    'encryption without trust is only had by asking',
    'postgres://db?sslmode=no-verify',
    undefined,
    { rejectUnauthorized: false },
  ],
  ['a Unix socket has no TLS', 'postgres://?host=/var/run&sslmode=require', { mode: 'verify' }, false],
  ['the authorities of the system are asked for by name', 'postgres://db?sslrootcert=system', undefined, verified],
] as const)('%s', async ([, url, setting, expected]) => {
  expect(await chooseTls(parsePostgresUrl(url), setting)).toEqual(expected);
});

test("an authority of one's own is trusted besides those of the system", async () => {
  const chosen = await chooseTls(parsePostgresUrl('postgres://db'), { mode: 'verify', ca: 'my own' });
  expect(chosen && Array.isArray(chosen.ca) && chosen.ca.length).toBeGreaterThan(1);
  expect(chosen && Array.isArray(chosen.ca) && chosen.ca.at(-1)).toBe('my own');
});

test.for([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['::1', true],
  ['127.example.com', false],
  ['localhost.example.com', false],
  ['10.0.0.1', false],
] as const)('%s is this machine: %s', ([host, expected]) => {
  expect(isLoopback(host)).toBe(expected);
});
