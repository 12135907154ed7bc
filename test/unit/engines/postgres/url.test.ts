import { describe, expect, test } from 'vitest';
import { isPostgresUrl, parsePostgresUrl } from '../../../../lib/engines/postgres/url.ts';
import { DriftlineError } from '../../../../lib/errors.ts';

const app = { host: 'db.example.com', port: 5432, user: 'app', password: 'secret', database: 'shop' };

test.for([
  ['the short scheme', 'postgres://app:secret@db.example.com:5432/shop', app],
  ['the long scheme', 'postgresql://app:secret@db.example.com:5432/shop', app],
  ['a scheme in upper case', 'PostgreSQL://app:secret@db.example.com:5432/shop', app],
  ['the driver asyncpg', 'postgresql+asyncpg://app:secret@db.example.com/shop', app],
  ['the driver psycopg2', 'postgresql+psycopg2://app:secret@db.example.com/shop', app],
  ['the driver psycopg', 'postgresql+psycopg://app:secret@db.example.com/shop', app],
  ['the driver pg8000', 'postgresql+pg8000://app:secret@db.example.com/shop', app],
  ['the driver psycopg2cffi', 'postgresql+psycopg2cffi://app:secret@db.example.com/shop', app],
  ['the driver psycopg_async', 'postgresql+psycopg_async://app:secret@db.example.com/shop', app],
  ['another port', 'postgres://app:secret@db.example.com:5433/shop', { ...app, port: 5433 }],
  ['a colon without a port', 'postgres://app:secret@db.example.com:/shop', app],
  ['no port', 'postgres://app:secret@db.example.com/shop', app],
  ['no password', 'postgres://app@localhost/shop', { host: 'localhost', port: 5432, user: 'app', database: 'shop' }],
  ['an empty password', 'postgres://app:@localhost', { host: 'localhost', port: 5432, user: 'app' }],
  ['nothing but the scheme', 'postgres://', { host: 'localhost', port: 5432 }],
  ['a host alone', 'postgres://db', { host: 'db', port: 5432 }],
  ['a host and a port alone', 'postgres://db:5433', { host: 'db', port: 5433 }],
  ['a database alone', 'postgres:///shop', { host: 'localhost', port: 5432, database: 'shop' }],
  ['an IPv6 address', 'postgres://[::1]:5433/shop', { host: '::1', port: 5433, database: 'shop' }],
  ['an IPv6 address without a port', 'postgres://u@[fe80::1]', { host: 'fe80::1', port: 5432, user: 'u' }],
  [
    'percent-encoding in every part',
    'postgres://my%20app:p%40ss%2Fw%3Ard%25@db/sh%C3%B6p',
    { host: 'db', port: 5432, user: 'my app', password: 'p@ss/w:rd%', database: 'shöp' },
  ],
  [
    'a percent sign that encodes nothing',
    'postgres://app:100%25 and 5% more%zz@db',
    { host: 'db', port: 5432, user: 'app', password: '100% and 5% more%zz' },
  ],
  ['an @ in a bare password', 'postgres://app:p@ss@db/shop', { ...app, host: 'db', password: 'p@ss' }],
  ['a / in a bare password', 'postgres://app:a/b@db/shop', { ...app, host: 'db', password: 'a/b' }],
  ['a ? in a bare password', 'postgres://app:a?b=1@db/shop', { ...app, host: 'db', password: 'a?b=1' }],
  ['a # in a bare password', 'postgres://app:a#b@db/shop', { ...app, host: 'db', password: 'a#b' }],
  ['a + in a bare password', 'postgres://app:a+b@db/shop', { ...app, host: 'db', password: 'a+b' }],
  [
    'an @ in a parameter',
    'postgres://db:5432/shop?application_name=me@home',
    { host: 'db', port: 5432, database: 'shop', applicationName: 'me@home' },
  ],
  [
    'the folder of a Unix socket as a parameter',
    'postgresql:///shop?host=/var/run/postgresql&port=5433',
    { host: '/var/run/postgresql', port: 5433, database: 'shop' },
  ],
  [
    'the folder of a Unix socket in place of the host',
    'postgresql://app@%2Fvar%2Frun/shop',
    { host: '/var/run', port: 5432, user: 'app', database: 'shop' },
  ],
  [
    'everything as parameters',
    'postgresql://?host=db&port=6432&user=app&password=a%26b&dbname=shop',
    { host: 'db', port: 6432, user: 'app', password: 'a&b', database: 'shop' },
  ],
  [
    'parameters that do not concern connecting',
    'postgres://db/shop?options=-csearch_path%3Dapp&pgbouncer=true&schema=app&channel_binding=require&pool_size=5&&x',
    { host: 'db', port: 5432, database: 'shop' },
  ],
  [
    'files and times',
    'postgres://db?sslrootcert=/etc/ca.pem&sslcert=me.pem&sslkey=me.key&connect_timeout=3',
    {
      host: 'db',
      port: 5432,
      rootCertificateFile: '/etc/ca.pem',
      certificateFile: 'me.pem',
      keyFile: 'me.key',
      connectTimeoutMs: 3000,
    },
  ],
  ['a time of zero, which means for ever', 'postgres://db?connect_timeout=0', { host: 'db', port: 5432 }],
] as const)('%s is understood', ([, url, expected]) => {
  expect(parsePostgresUrl(url)).toEqual(expected);
});

test.for([
  ['sslmode=disable', 'off'],
  ['sslmode=require', 'verify'],
  ['sslmode=verify-ca', 'verify'],
  ['sslmode=verify-full', 'verify'],
  ['sslmode=no-verify', 'no-verify'],
  ['sslmode=prefer', undefined],
  ['sslmode=allow', undefined],
  ['ssl=require', 'verify'],
  ['ssl=disable', 'off'],
  ['ssl=true', 'verify'],
  ['ssl=false', 'off'],
  ['', undefined],
] as const)('?%s asks for TLS: %s', ([parameter, mode]) => {
  expect(parsePostgresUrl(`postgres://db/shop?${parameter}`).tlsMode).toBe(mode);
});

describe('a URL that cannot be read', () => {
  test.for([
    ['another database', 'mysql://root:hunter2@db/shop', 'the scheme mysql:// is not known'],
    ['no scheme', 'db.example.com/shop hunter2', 'it has no scheme'],
    ['nothing', '', 'it has no scheme'],
    ['a scheme with a misspelt driver', 'postgresql asyncpg://app:hunter2@db', 'it has no scheme'],
    ['a port out of range', 'postgres://app:hunter2@db:99999/shop', 'its port is not a number from 1 to 65535'],
    ['a port of zero', 'postgres://app:hunter2@db:0/shop', 'its port is not a number from 1 to 65535'],
    ['several hosts', 'postgres://app:hunter2@one:5432,two:5432/shop', 'it names several hosts'],
    ['a bare IPv6 address', 'postgres://app:hunter2@fe80::1/shop', 'an IPv6 address goes in [brackets]'],
    ['an unknown sslmode', 'postgres://app:hunter2@db/shop?sslmode=hunter2', 'its sslmode is none of'],
  ] as const)('says why for %s, names the known forms and keeps the password', ([, url, reason]) => {
    const error = catchError(() => parsePostgresUrl(url));
    expect(error).toBeInstanceOf(DriftlineError);
    expect(error).toMatchObject({ code: 'invalid-url', message: expect.stringContaining(reason) });
    expect((error as DriftlineError).remedy).toContain('postgresql+asyncpg://');
    expect(`${error} ${(error as DriftlineError).remedy}`).not.toContain('hunter2');
  });
});

test.for([
  ['postgres://db', true],
  ['postgresql+asyncpg://db', true],
  ['sqlite:///benchmark.db', false],
  ['postgrest://db', false],
  ['migrations/content', false],
] as const)('%s is a PostgreSQL URL: %s', ([url, expected]) => {
  expect(isPostgresUrl(url)).toBe(expected);
});

function catchError(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
