import { expect, test } from 'vitest';
import { namesFile } from '../../../lib/config/names-file.ts';
import { parseSqliteUrl } from '../../../lib/engines/sqlite/url.ts';

test.for([
  'sqlite:///x.db',
  'sqlite+aiosqlite:////var/x.db',
  'sqlite:x.db',
  'file:x.db?mode=ro',
  'file:///var/x.db',
  'file://localhost/var/x.db',
  'data/x.sqlite3',
  'libsql://db-org.turso.io?authToken=secret',
  'sqlite+libsql://db-org.turso.io/?secure=true',
])('%s is taken for what it is opened as', (url) => {
  expect(namesFile(url)).toBe(parseSqliteUrl(url, '/srv').kind === 'file');
});

test.for([`\${DATABASE_URL}`, 'postgresql://db/app', 'postgres://db/x.db'])('%s may be a server', (url) => {
  expect(namesFile(url)).toBe(false);
});
