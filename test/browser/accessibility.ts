import { readFile } from 'node:fs/promises';
import { type Page, resolveHere } from './chromium.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds wrong with a page and calls serious or critical, a line each. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  // Evaluated from outside the page, which its policy leaves alone.
  await page.evaluate(await readFile(resolveHere('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>(
    `axe.run(document, { resultTypes: ['violations'] })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}
