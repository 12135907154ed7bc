import { describe, expect, test } from 'vitest';
import { isSqliteUrl, parseSqliteUrl } from '../../../../lib/engines/sqlite/url.ts';

const baseDir = '/srv/app';

test.for([
  ['sqlite:///x.db', '/srv/app/x.db'],
  ['sqlite:///data/x.db', '/srv/app/data/x.db'],
  ['sqlite:///../x.db', '/srv/x.db'],
  ['sqlite:////var/x.db', '/var/x.db'],
  ['sqlite+aiosqlite:///x.db', '/srv/app/x.db'],
  ['sqlite+aiosqlite:////var/x.db', '/var/x.db'],
  ['sqlite+pysqlite:///x.db?check_same_thread=false', '/srv/app/x.db'],
  ['SQLite:///x.db', '/srv/app/x.db'],
  ['sqlite:x.db', '/srv/app/x.db'],
  ['file:x.db', '/srv/app/x.db'],
  ['file:./data/x.db', '/srv/app/data/x.db'],
  ['file:/var/x.db', '/var/x.db'],
  ['file:///var/x.db', '/var/x.db'],
  ['file://localhost/var/x.db', '/var/x.db'],
  ['file:x.db?mode=ro', '/srv/app/x.db'],
  ['file:a%20b%23c.db', '/srv/app/a b#c.db'],
  ['file:100%.db', '/srv/app/100%.db'],
  ['x.db', '/srv/app/x.db'],
  ['./data/x.sqlite3', '/srv/app/data/x.sqlite3'],
  ['/var/a%20b.db', '/var/a%20b.db'],
] as const)('%s is %s', ([url, path]) => {
  expect(parseSqliteUrl(url, baseDir)).toEqual({ kind: 'file', path });
});

test.for([
  ['libsql://db-org.turso.io?authToken=secret', 'https://db-org.turso.io', 'secret'],
  ['libsql://127.0.0.1:8080?tls=0', 'http://127.0.0.1:8080', undefined],
  ['sqlite+libsql://db-org.turso.io/?authToken=secret&secure=true', 'https://db-org.turso.io', 'secret'],
] as const)('%s is a server', ([url, origin, token]) => {
  expect(parseSqliteUrl(url, baseDir)).toEqual({ kind: 'remote', origin, ...(token === undefined ? {} : { token }) });
});

describe('what names no database of others is refused, without what may be a token', () => {
  test.for([
    ['postgresql://app:secret@db/app', 'its scheme is another one'],
    ['sqlite://x.db', 'three slashes'],
    ['sqlite://', 'in memory'],
    ['sqlite:///:memory:', 'in memory'],
    ['file:x?mode=memory', 'in memory'],
    ['file://elsewhere/x.db', 'another machine'],
    ['libsql://?authToken=secret', 'a host'],
    ['libsql://db.example.com/path?authToken=secret', 'a host'],
  ] as const)('%s', ([url, reason]) => {
    const parse = () => parseSqliteUrl(url, baseDir);
    expect(parse).toThrow(reason);
    expect(parse).not.toThrow('secret');
  });
});

test.for([
  'postgresql://db/x.db',
  'migrations/',
  'schema.sql',
  'prod',
  'snapshots/prod.json',
  'postgres://u:p@h/a.sqlite',
])('%s is left to others', (text) => {
  expect(isSqliteUrl(text)).toBe(false);
});
