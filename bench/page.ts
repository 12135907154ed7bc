import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Drift, fingerprintDrift } from '../lib/diff/drift.ts';
import { renderHtml } from '../lib/report/html.ts';
import type { CheckReport, RunReport } from '../lib/report/run-report.ts';
import { launchChromium } from '../test/browser/chromium.ts';
import { installPackage } from '../test/majors/install-package.ts';
import { type BenchOptions, type BenchReport, summarize } from './bench-report.ts';

export const name = 'page';
export const about = 'an HTML report of 1,000 drifts: writing it, and until it can be used in Chromium';

const drifts = 1000;

/** What a person waits for without noticing much. */
const mostMs = 2000;

/** Measures writing a page and opening it, until its filter answers. */
export async function run({ runs, progress }: BenchOptions): Promise<BenchReport> {
  installPackage(fileURLToPath(new URL('../test/browser/', import.meta.url)), 'Chromium in test/browser (90 MB)');
  const report = reportOf(drifts);
  const writing: { ms: number }[] = [];
  const opening: { ms: number }[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'driftline-bench-'));
  const chromium = await launchChromium();
  try {
    for (let i = 0; i < runs; i++) {
      progress(`page ${i + 1} of ${runs}`);
      const started = performance.now();
      const html = renderHtml(report);
      writing.push({ ms: performance.now() - started });
      const file = join(folder, `${i}.html`);
      await writeFile(file, html);
      const page = await (await chromium.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
      const opened = performance.now();
      await page.goto(pathToFileURL(file).href);
      await page.locator('input[name=text]').fill('column_77');
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
      opening.push({ ms: performance.now() - opened });
    }
  } finally {
    await chromium.close();
    await rm(folder, { recursive: true });
  }
  const measured = [summarize('write the page', writing), summarize('open and filter it', opening)];
  return {
    measurements: measured,
    ratios: {},
    goals: [{ name: `usable in ${mostMs} ms`, isReached: (measured[1]?.maxMs ?? Number.POSITIVE_INFINITY) < mostMs }],
    notes: [`${drifts} drifts in 40 tables of one environment; each run in a new context of one Chromium.`],
  };
}

function reportOf(number: number): CheckReport {
  const startedAt = '2026-03-01T10:00:00.000Z';
  const all = Array.from({ length: number }, (_, i): Drift => {
    const table = `table:public.table_${i % 40}`;
    const id = `column:public.table_${i % 40}.column_${i}`;
    return {
      kind: 'missing',
      id,
      expected: { type: 'character varying(20)', isNullable: false, default: "'pending'::character varying" },
      actual: null,
      severity: i % 2 === 0 ? 'high' : 'low',
      belongsTo: [table],
      fingerprint: fingerprintDrift('missing', id),
    };
  });
  const environment: RunReport = {
    environment: 'prod',
    expectation: 'content',
    outcome: 'drift',
    drifts: all,
    values: [],
    repair: 'plan',
    diagnostics: [],
    coverage: { objects: 13_000, valueChecks: 0, valueChecksComplete: 0 },
    startedAt,
    tookMs: 300,
  };
  return { formatVersion: 1, outcome: 'drift', environments: [environment], startedAt, tookMs: 300 };
}
