import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { renderApi } from '../../../docs/write-api.ts';

const page = renderApi();

test('docs/api.md is what the doc comments say (else: node docs/write-api.ts)', async () => {
  expect(await readFile(new URL('../../../docs/api.md', import.meta.url), 'utf8')).toBe(page);
});

test('everything that the library exports has a doc comment', () => {
  const bare = [...page.matchAll(/^### (\w+)\n\n\n/gm)].map(([, name]) => name);
  expect(bare).toEqual([]);
});
