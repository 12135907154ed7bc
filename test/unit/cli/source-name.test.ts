import { expect, test } from 'vitest';
import { showSourceName } from '../../../lib/cli/source-name.ts';

test.for([
  ['migrations/content', 'migrations/content'],
  ['postgresql://db/content', 'postgresql://db/content'],
  ['postgres://app:hunter2@db:5432/content?sslmode=require&password=hunter2', 'postgres://db:5432/content'],
  ['postgresql+asyncpg://app:hun@ter2@[::1]:5432/content', 'postgresql+asyncpg://[::1]:5432/content'],
  ['sqlite+aiosqlite:///benchmark.db', 'sqlite+aiosqlite:///benchmark.db'],
] as const)('%s is called %s', ([text, name]) => {
  expect(showSourceName(text)).toBe(name);
});
