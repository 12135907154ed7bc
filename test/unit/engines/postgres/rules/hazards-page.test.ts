import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { hazards } from '../../../../../lib/engines/postgres/rules/hazards.ts';
import { hazardsPage } from '../../../../../lib/engines/postgres/rules/hazards-page.ts';

test('docs/hazards.md says what the rules say; `node schema/write.ts` writes it', async () => {
  const page = new URL('../../../../../docs/hazards.md', import.meta.url);
  expect(await readFile(page, 'utf8')).toBe(hazardsPage());
});

test('every hazard has a safer way', () => {
  expect(Object.entries(hazards).filter(([, hazard]) => !('saferWay' in hazard))).toEqual([]);
});
