import { createHash } from 'node:crypto';
import { XmlDocument } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { historyOf } from '../../../lib/report/history.ts';
import { renderHtml } from '../../../lib/report/html.ts';
import { markup, markupText, onLines } from '../../../lib/report/markup.ts';
import type { CheckReport, RunReport } from '../../../lib/report/run-report.ts';
import { unseenIn } from '../../../lib/report/unseen.ts';
import { driftingRun, everything, strayRun } from './examples.ts';
import { hostileRun } from './hostile.ts';
import { failedRun, refusedRun } from './repairs.ts';
import { check, drift, run } from './reports.ts';

const dayBefore = check(
  ...everything.environments.map((one) => ({
    ...one,
    startedAt: '2026-07-29T10:00:00.000Z',
    drifts: one.drifts.slice(2),
  })),
);
const history = historyOf([everything, dayBefore]);

/** Style and script are the same in every page: goldens leave them out. */
function bodyOf(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, '<style></style>')
    .replace(/<script>[\s\S]*?<\/script>/, '<script></script>')
    .replace(/sha256-[\w+/=]+/g, 'sha256-');
}

test.for([
  ['everything.html', () => renderHtml(everything, { history })],
  ['hostile.html', () => renderHtml(check(hostileRun))],
  ['repairs.html', () => renderHtml(check(failedRun, refusedRun))],
] as const)('%s', async ([file, text]) => {
  await expect(bodyOf(text())).toMatchFileSnapshot(`goldens/${file}`);
});

const reports: readonly (readonly [string, CheckReport])[] = [
  ['everything that a report can say', everything],
  ['a hostile report', check(hostileRun)],
  ['nothing', check()],
];

describe('a page', () => {
  test.for(reports)('of %s lets only its own style and script run, and nothing load', ([, report]) => {
    const page = renderHtml(report, { history });
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    const hashOf = (tag: string) => {
      const [, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      return `&#39;sha256-${createHash('sha256').update(content).digest('base64')}&#39;`;
    };
    expect(policy).toBe(
      `default-src &#39;none&#39;; style-src ${hashOf('style')}; script-src ${hashOf('script')}; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    );
    expect(page.match(/<(script|style)\b/g)).toHaveLength(2);
    expect(page).not.toMatch(/\s(src|style|on\w+)=|url\((?!#)|@import|<(img|link|iframe|object|base)\b/);
  });

  test.for(reports)('of %s has every element closed and every attribute quoted', ([, report]) => {
    const asXml = bodyOf(renderHtml(report, { history }))
      .replace('<!doctype html>', '')
      .replace(/<(meta|br|input)\b([^>]*)>/g, '<$1$2/>')
      .replace(/ (hidden|open|checked)(?=[ >/])/g, ' $1="$1"');
    expect(() => XmlDocument.fromString(asXml).dispose()).not.toThrow();
  });

  test.for(reports)('of %s gives no id twice', ([, report]) => {
    const ids = [...renderHtml(report, { history }).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('links only to places that it has', () => {
    const page = renderHtml(everything, { history });
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('is never all good when anything is unknown', () => {
    const good = 'Every environment is as its migrations promise';
    expect(renderHtml(check(run('a')))).toContain(good);
    for (const report of [
      check(),
      check(run('a'), run('b', { outcome: 'unknown' })),
      check(run('a', { values: strayRun.values.slice(1) })),
      check({ ...run('a'), outcome: 'unknown', diagnostics: [] }),
    ]) {
      const page = renderHtml(report);
      expect(page).not.toContain(good);
      expect(page).toMatch(/Not everything could be seen|Nothing was checked/);
    }
  });

  test('names nothing of an environment that could not be seen as well', () => {
    const page = renderHtml(check(driftingRun, run('blind', { outcome: 'unknown' })));
    const cells = [...page.matchAll(/<td class="(\w+)" data-environment="blind">/g)].map(([, style]) => style);
    expect(cells.length).toBeGreaterThan(0);
    expect(new Set(cells)).toEqual(new Set(['unseen']));
  });

  test('draws a picture of tables that refer to each other in a circle, and to themselves', () => {
    const sketch = ['a', 'b'].map((name, i) => ({
      id: `table:public.${name}`,
      columns: [],
      refersTo: [`table:public.${'ba'[i]}`, `table:public.${name}`],
    }));
    const drifts = [drift('missing', 'table:public.a', 'critical')];
    expect(renderHtml(check(run('prod', { outcome: 'drift', drifts, sketch })))).toContain('drifted: public.a');
  });

  test('of a thousand drifts stays small', () => {
    const drifts = Array.from({ length: 1000 }, (_, i) =>
      drift('missing', `column:public.t${i % 50}.c${i}`, 'high', { belongsTo: [`table:public.t${i % 50}`] }),
    );
    const page = renderHtml(check(run('prod', { outcome: 'drift', drifts })));
    expect(page.match(/<\w/g)?.length).toBeLessThan(20_000);
  });
});

describe('markup', () => {
  test('escapes whatever stands in a gap, and joins what is markup already', () => {
    const name = `"><script>alert('x')</script>&amp;`;
    expect(markupText(markup`<a title="${name}">${[markup`<b>${name}</b>`, 3, false, undefined]}</a>`)).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;"><b>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;</b>3</a>',
    );
  });

  test('writes characters out that a reader would obey or not see', () => {
    expect(markupText(markup`${'\u202eabc\u0000\ufffe'}`)).toBe('\\u202eabc\\u0000\\ufffe');
    expect(markupText(onLines('a\n<b>\u200b'))).toBe('a\n&lt;b&gt;\\u200b');
  });
});

describe('history', () => {
  const missing = drift('missing', 'table:public.t', 'critical');
  const at = (day: number, outcome: 'drift' | 'inSync' | 'unknown') =>
    check(
      run('prod', {
        outcome,
        drifts: outcome === 'drift' ? [missing] : [],
        startedAt: `2026-07-0${day}T10:00:00.000Z`,
      }),
    );
  const spansOf = (...reports: readonly CheckReport[]) =>
    historyOf(reports).map(({ openedAt, resolvedAt }) => [openedAt.slice(8, 10), resolvedAt?.slice(8, 10)]);

  test.for([
    ['a drift is there since it was first seen', [at(1, 'drift'), at(2, 'drift')], [['01', undefined]]],
    ['it ends when it is no longer seen', [at(1, 'drift'), at(3, 'inSync')], [['01', '03']]],
    [
      'it may come back',
      [at(1, 'drift'), at(2, 'inSync'), at(3, 'drift')],
      [
        ['01', '02'],
        ['03', undefined],
      ],
    ],
    ['a run that saw nothing ends nothing', [at(1, 'drift'), at(2, 'unknown'), at(3, 'drift')], [['01', undefined]]],
    ['the order of the reports does not matter', [at(3, 'inSync'), at(1, 'drift')], [['01', '03']]],
  ] as const)('%s', ([, given, spans]) => {
    expect(spansOf(...given)).toEqual(spans);
  });
});

test('a column that is missing is a drift, not also a gap in what was seen', () => {
  const column = 'column:public.t.kind';
  const values = [
    { ...strayRun.values[1], column, outcome: 'unknown', reason: 'the column is not in the database' },
  ] as RunReport['values'];
  const missing = run('prod', { outcome: 'drift', drifts: [drift('missing', 'table:public.t', 'critical')], values });
  expect(unseenIn(missing)).toEqual([]);
  expect(unseenIn({ ...missing, drifts: [] })).toMatchObject([{ code: 'values-unseen' }]);
});

test('a drift that another one explains names its cause', () => {
  const head = drift('modified', 'migration-head:alembic', 'critical', {
    attribute: 'revision',
    expected: 'b',
    actual: 'a',
  });
  const table = { ...drift('missing', 'table:public.t', 'critical'), explainedBy: head.fingerprint };
  const page = renderHtml(check(run('prod', { outcome: 'drift', drifts: [table, head] })));
  expect(page).toContain('because of migration head alembic');
});
