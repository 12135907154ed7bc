import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inWidget, renderOverview } from '../../lambdas/widget/overview.ts';
import { environmentSection } from '../../lib/report/html/environment-view.ts';
import { viewEnvironments } from '../../lib/report/html/page-model.ts';
import { markup } from '../../lib/report/markup.ts';
import type { CheckReport } from '../../lib/report/run-report.ts';
import { everything } from '../unit/report/examples.ts';
import { hostileRun } from '../unit/report/hostile.ts';
import { check, drift, run } from '../unit/report/reports.ts';
import { seriousFaults } from './accessibility.ts';
import { type Chromium, launchChromium, type Page } from './chromium.ts';

let chromium: Chromium;

beforeAll(async () => {
  chromium = await launchChromium();
});

afterAll(() => chromium?.close());

const self = 'arn:aws:lambda:eu-central-1:111111111111:function:widget';
const checks = [{ endpoint: 'arn:aws:lambda:eu-central-1:111111111111:function:check' }];

interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

/** Shows HTML in a page of the console's look, which scripts of a widget would have the run of. */
async function open(html: string, scheme: 'light' | 'dark' = 'light', width = 1000): Promise<Opened> {
  const context = await chromium.newContext({ viewport: { width, height: 700 }, colorScheme: scheme, offline: true });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  const back = scheme === 'dark' ? '#0f1b2a' : '#ffffff';
  const around = `<!doctype html><html lang="en"><title>Dashboard</title><body style="background:${back};color:${scheme === 'dark' ? '#ffffff' : '#000000'}"><main><h1>Drift</h1>${html}</main></body></html>`;
  await page.setContent(around);
  return { page, requests, complaints };
}

const overview = (report: CheckReport, theme: 'light' | 'dark' = 'light') =>
  renderOverview(report, { checks, mayRepair: true, self, theme });

const reportOf = (report: CheckReport, theme: 'light' | 'dark') =>
  inWidget(theme, markup`${viewEnvironments(report).map((view) => environmentSection(view, []))}`);

describe.for(['light', 'dark'] as const)('in the %s theme of the console', (theme) => {
  test.for([
    ['the overview', () => overview(everything, theme)],
    ['a report', () => reportOf(everything, theme)],
    ['a hostile overview', () => overview(check(hostileRun), theme)],
  ] as const)('%s has nothing that axe calls serious', async ([, html]) => {
    const { page } = await open(html(), theme);
    expect(await seriousFaults(page)).toEqual([]);
  });
});

test('each button stands just before the action that is its', async () => {
  const { page } = await open(overview(everything));
  const pairs = await page.evaluate<readonly (readonly [string, string])[]>(
    `[...document.querySelectorAll('cwdb-action')].map((it) => [it.previousElementSibling?.textContent, it.textContent])`,
  );
  expect(pairs.slice(0, 3)).toEqual([
    ['Check now', '{"repair":"plan"}'],
    ['Repair what is safe', '{"repair":"safe"}'],
    ['Show report', '{"report":"content-prod"}'],
  ]);
  expect(pairs).toHaveLength(2 + everything.environments.length);
});

test('hostile names are shown as text, load nothing and add no action', async () => {
  const name = `"><cwdb-action action="call"></cwdb-action><script>owned=1</script><img src=http://127.0.0.1:9/x>'אבג\u202e`;
  const hostile = check(
    run(name, {
      outcome: 'drift',
      drifts: [drift('missing', `table:public."${name.replaceAll('"', '""')}"`, 'critical', { hint: name })],
    }),
  );
  for (const html of [overview(hostile), reportOf(hostile, 'light')]) {
    const { page, requests, complaints } = await open(html);
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    expect(await page.evaluate(`document.querySelectorAll('script, img').length`)).toBe(0);
    expect(await page.evaluate<string>('document.body.innerText')).toContain('<script>owned=1</script>');
    expect(await page.locator('cwdb-action').count()).toBe(html.includes('Check now') ? 3 : 0);
  }
});

test('a narrow widget scrolls its tables, not the dashboard', async () => {
  const { page } = await open(overview(everything), 'light', 420);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420);
});
