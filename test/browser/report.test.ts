import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyOf } from '../../lib/report/history.ts';
import { renderHtml } from '../../lib/report/html.ts';
import type { CheckReport } from '../../lib/report/run-report.ts';
import { everything } from '../unit/report/examples.ts';
import { hostileRun } from '../unit/report/hostile.ts';
import { check, drift, run } from '../unit/report/reports.ts';
import { seriousFaults } from './accessibility.ts';
import { type Chromium, launchChromium, type Page } from './chromium.ts';

let chromium: Chromium;
let folder: string;

beforeAll(async () => {
  chromium = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), 'driftline-browser-'));
});

afterAll(async () => {
  await chromium?.close();
  await rm(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** What it asked for over any protocol but its own file. */
  readonly requests: readonly string[];
  /** What it complained of. */
  readonly complaints: readonly string[];
}

async function open(
  report: CheckReport,
  { scheme = 'light', width = 1280 }: { readonly scheme?: 'light' | 'dark'; readonly width?: number } = {},
): Promise<Opened> {
  const file = join(folder, `${crypto.randomUUID()}.html`);
  await writeFile(file, renderHtml(report, { history: historyOf([before(report), report]) }));
  const context = await chromium.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, offline: true });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return { page, requests: requests.filter((one) => one !== url), complaints };
}

function before(report: CheckReport): CheckReport {
  return check(
    ...report.environments.map((one) => ({
      ...one,
      startedAt: '2026-07-01T10:00:00.000Z',
      drifts: one.drifts.slice(1),
    })),
  );
}

const shown = (page: Page) =>
  page.evaluate<number>(`[...document.querySelectorAll('article.drift')].filter((it) => it.checkVisibility()).length`);

describe('a reader finds', () => {
  test('drifts by words, by severity and by environment, and how many there are', async () => {
    const { page } = await open(everything);
    expect(await page.locator('#found').textContent()).toBe('14 drifts');
    await page.locator('input[name=text]').fill('CREDITS column');
    expect(await shown(page)).toBe(1);
    expect(await page.locator('#found').textContent()).toBe('1 of 14 drifts');
    await page.locator('button[type=reset]').click();
    await expect.poll(() => shown(page)).toBe(14);
    for (const severity of ['critical', 'high', 'medium']) await page.locator(`input[value=${severity}]`).uncheck();
    expect(await shown(page)).toBe(2);
    await page.locator('button[type=reset]').click();
    await page.locator('select[name=environment]').selectOption('crm-prod');
    expect(await shown(page)).toBe(1);
    expect(
      await page.evaluate(`[...document.querySelectorAll('.environment')].filter((it) => it.checkVisibility()).length`),
    ).toBe(1);
  });

  test('the way from a cell of the matrix to its drifts, folded or not', async () => {
    const { page } = await open(everything);
    await page.evaluate(`document.querySelector('.group').open = false`);
    await page.evaluate(
      `document.querySelector('.matrix a[href="#' + document.querySelector('.group').id + '"]').click()`,
    );
    await expect.poll(() => page.evaluate(`document.querySelector('.group').open`)).toBe(true);
  });

  test('SQL to copy', async () => {
    const { page } = await open(everything);
    await page.evaluate(
      `navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }; document.querySelector('button[data-copy]').click()`,
    );
    await expect.poll(() => page.locator('#said').textContent()).toBe('Copied.');
    const copied = await page.evaluate<string>('copied');
    expect(copied).toMatch(
      /^alter table public."UserProject"\n {2}add column[\s\S]+;\ncreate index concurrently [^;]+;$/,
    );
  });
});

test('a keyboard alone reaches the filter, every cell that leads somewhere, and every button', async () => {
  const { page } = await open(everything);
  await page.keyboard.press('/');
  expect(await page.evaluate('document.activeElement.name')).toBe('text');
  await page.keyboard.type('mood');
  expect(await shown(page)).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => shown(page)).toBe(14);
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
  const reached = new Set<string>();
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate<string>(
        `document.activeElement.getAttribute('href') ?? document.activeElement.dataset.copy ?? document.activeElement.name ?? ''`,
      ),
    );
  }
  const wanted = await page.evaluate<readonly string[]>(
    `[...document.querySelectorAll('.matrix a, button[data-copy]')].map((it) => it.getAttribute('href') ?? it.dataset.copy)`,
  );
  expect(wanted.length).toBeGreaterThan(5);
  expect(wanted.filter((it) => !reached.has(it))).toEqual([]);
});

describe.for(['light', 'dark'] as const)('in a %s scheme', (scheme) => {
  test.for([
    ['everything', everything],
    ['a hostile report', check(hostileRun)],
    ['all in sync', check(run('a'), run('b'))],
  ] as const)('%s has nothing that axe calls serious', async ([, report]) => {
    const { page } = await open(report, { scheme });
    expect(await seriousFaults(page)).toEqual([]);
  });

  test('the page is of that scheme', async () => {
    const { page } = await open(everything, { scheme });
    const [, red = 0] = /rgb\((\d+)/.exec(await page.evaluate(`getComputedStyle(document.body).backgroundColor`)) ?? [];
    expect(Number(red) > 128).toBe(scheme === 'light');
  });
});

test.for([390, 768, 1280])('nothing stands beyond the edge of %i pixels', async (width) => {
  for (const report of [everything, check(hostileRun)]) {
    const { page } = await open(report, { width });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  }
});

test('on paper everything is open and nothing is there that only a screen can use', async () => {
  const { page } = await open(everything);
  await page.evaluate(`document.querySelectorAll('.group').forEach((it) => { it.open = false; })`);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
  expect(await shown(page)).toBe(14);
  expect(await page.locator('#filter').isVisible()).toBe(false);
  expect(await page.locator('button[data-copy]').first().isVisible()).toBe(false);
  expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
  await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
  expect(await page.evaluate(`document.querySelectorAll('.group[open]').length`)).toBe(0);
});

test('a thousand drifts are few enough elements to be filtered at once', async () => {
  const drifts = Array.from({ length: 1000 }, (_, i) =>
    drift('missing', `column:public.table_${i % 40}.column_${i}`, i % 2 === 0 ? 'high' : 'low', {
      belongsTo: [`table:public.table_${i % 40}`],
      expected: { type: 'character varying(20)', isNullable: false, default: "'pending'::character varying" },
      hint: 'a hint as long as hints are, so that the page is as heavy as it would be',
    }),
  );
  const started = performance.now();
  const { page, complaints } = await open(check(run('prod', { outcome: 'drift', drifts }), run('dev')));
  const opened = performance.now();
  await page.locator('input[name=text]').fill('column_77 ');
  expect(await shown(page)).toBe(11);
  console.info(
    `1,000 drifts: open and interactive after ${Math.round(opened - started)} ms, filtered ${Math.round(performance.now() - opened)} ms later`,
  );
  expect(await page.evaluate(`document.querySelectorAll('*').length`)).toBeLessThan(25_000);
  expect(complaints).toEqual([]);
});

describe('whatever a database holds', () => {
  const hostileNames = [
    '<script>globalThis.owned = true</script>',
    '"><img src=http://127.0.0.1:9/x onerror=owned=true>',
    "' onmouseover='owned=true",
    '</style><style>*{display:none}</style>',
    '&lt;b&gt; {{7*7}}',
    'אבג\u202edrop table\u202c',
  ];
  const report = check(
    run(hostileNames[0] ?? '', {
      outcome: 'drift',
      drifts: hostileNames.map((name) =>
        drift('missing', `table:public."${name.replaceAll('"', '""')}"`, 'critical', { hint: name }),
      ),
      sketch: hostileNames.map((name) => ({
        id: `table:public."${name.replaceAll('"', '""')}"`,
        columns: [],
        refersTo: [],
      })),
      diagnostics: hostileNames.map((message) => ({ level: 'error', code: 'x', message, remedy: message })),
    }),
    hostileRun,
  );

  test('is shown as text: nothing of it runs, loads or hides', async () => {
    const { page, requests, complaints } = await open(report);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('globalThis.owned')).toBeUndefined();
    expect(await page.evaluate(`document.querySelectorAll('script, style, img').length`)).toBe(2);
    const text = await page.evaluate<string>('document.body.innerText');
    for (const name of hostileNames.slice(0, -1)) expect(text).toContain(name);
    expect(text).toContain('אבג\\u202edrop table\\u202c');
  });

  test('of an ordinary report nothing leaves the page either', async () => {
    const { page, requests, complaints } = await open(everything);
    await page.locator('input[name=text]').fill('x');
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  });

  test('the policy keeps out what would be put in all the same', async () => {
    const { page, complaints } = await open(everything);
    await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.owned = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
      document.body.append(image);
    })()`);
    expect(await page.evaluate('globalThis.owned')).toBeUndefined();
    await expect
      .poll(() => complaints.filter((it) => it.includes('Content Security Policy')).length)
      .toBeGreaterThan(1);
  });
});
