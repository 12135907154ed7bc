import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startServer } from '../demo/embedded-postgres.ts';
import { type Incident, incidentSql, incidents } from '../demo/incidents/incidents.ts';
import { runSql } from '../demo/run-sql.ts';
import { loadConfig } from '../lib/config/load.ts';
import { renderHtml } from '../lib/report/html.ts';
import { markup, markupText, onLines } from '../lib/report/markup.ts';
import type { CheckReport } from '../lib/report/run-report.ts';
import { renderText } from '../lib/report/text.ts';
import { checkAll } from '../lib/run/check-all.ts';
import { realDeps } from '../lib/run/deps.ts';
import { type Chromium, launchChromium } from '../test/browser/chromium.ts';
import { installPackage } from '../test/majors/install-package.ts';

/*
 * Draws the pictures of README anew, from real runs on the databases of the demonstration: `node docs/write-pictures.ts`.
 */

const pictures = fileURLToPath(new URL('./pictures/', import.meta.url));

/** The incidents that the pictures show, each an environment; another has just been set right. */
const shown: readonly Incident[] = [
  incidents.contentTablesMissing,
  incidents.projectStatusMissing,
  incidents.strayPlatforms,
];

async function runIncidents(): Promise<CheckReport> {
  const server = await startServer({ major: 18 });
  try {
    const { config } = await loadConfig(fileURLToPath(new URL('../driftline.yaml', import.meta.url)));
    const env: { [variable: string]: string } = {};
    for (const incident of [...shown, incidents.integrationLogsMissing]) {
      const database = incident.name.replaceAll('-', '_');
      await runSql(server.url('postgres'), `create database ${database}`);
      const sql = await incidentSql(incident);
      if (sql !== '') await runSql(server.url(database), sql);
      env[incident.variable] = server.url(database);
    }
    const environments = shown.map(({ environment }) => environment);
    const mended = [incidents.integrationLogsMissing.environment];
    await checkAll(config, { environments: mended, repair: 'safe' }, realDeps(env));
    return await checkAll(config, { environments: [...environments, ...mended], repair: 'plan' }, realDeps(env));
  } finally {
    await server.stop();
  }
}

async function photograph(
  chromium: Chromium,
  html: string,
  file: string,
  view: { readonly width: number; readonly height: number; readonly scheme: 'light' | 'dark' },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'driftline-pictures-'));
  try {
    const page = join(folder, 'page.html');
    await writeFile(page, html);
    const { width, height, scheme } = view;
    const context = await chromium.newContext({ viewport: { width, height }, colorScheme: scheme, offline: true });
    const opened = await context.newPage();
    await opened.goto(pathToFileURL(page).href);
    await opened.screenshot({ path: join(pictures, file) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const classes: { readonly [code: string]: string } = { 1: 'b', 2: 'q', 31: 'r', 32: 'g', 33: 'y', 36: 'c' };

/** Shows what a terminal shows, colours and all. */
function terminalPage(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  const pieces = text.split(/\u001b\[(\d+)m/);
  let open: string | undefined;
  const painted = pieces.map((piece, i) => {
    if (i % 2 === 1) {
      open = classes[piece];
      return undefined;
    }
    return open === undefined ? onLines(piece) : markup`<span class="${open}">${onLines(piece)}</span>`;
  });
  return markupText(
    markup`<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#14181d;color:#dde3ea}pre{margin:0;padding:18px 22px;font:13px/1.42 "DejaVu Sans Mono",Menlo,Consolas,monospace}.b{font-weight:bold;color:#fff}.q{color:#8a96a5}.r{color:#ff8f88}.g{color:#6bd08c}.y{color:#f2c063}.c{color:#6cc7e0}</style><pre>${painted}</pre>`,
  );
}

installPackage(fileURLToPath(new URL('../test/browser/', import.meta.url)), 'Chromium in test/browser (90 MB)');
const report = await runIncidents();
const chromium = await launchChromium();
try {
  const [content, , crm] = report.environments;
  if (content === undefined || crm === undefined) throw new RangeError('an incident was not checked');
  const brief = renderText({ ...report, environments: [content, crm] }, { color: true, width: 100, plan: 'brief' });
  const command = '\u001b[2m$\u001b[22m \u001b[36mdriftline check --env content-staging crm-staging\u001b[39m\n';
  const height = 40 + Math.ceil((brief.split('\n').length + 1) * 13 * 1.42);
  await photograph(chromium, terminalPage(command + brief), 'terminal.png', { width: 830, height, scheme: 'dark' });
  const page = renderHtml(report);
  await photograph(chromium, page, 'report.png', { width: 1120, height: 1250, scheme: 'light' });
  await photograph(chromium, page, 'report-dark.png', { width: 1120, height: 1250, scheme: 'dark' });
} finally {
  await chromium.close();
}
