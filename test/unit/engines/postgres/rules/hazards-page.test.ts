import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { hazardsPage } from '../../../../../lib/engines/postgres/rules/hazards-page.ts';

test('docs/hazards.md says what the rules say; `node schema/write.ts` writes it', async () => {
  const page = new URL('../../../../../docs/hazards.md', import.meta.url);
  expect(await readFile(page, 'utf8')).toBe(hazardsPage());
});
