import { describe, expect, test } from 'vitest';
import type { Drift } from '../../../lib/diff/drift.ts';
import { scriptDialect } from '../../../lib/engines/postgres/script-dialect.ts';
import { renderDiff } from '../../../lib/report/diff-text.ts';
import { renderJson } from '../../../lib/report/json.ts';
import { columnsOf } from '../../../lib/report/layout.ts';
import { renderPlan } from '../../../lib/report/plan-sql.ts';
import type { CheckReport } from '../../../lib/report/run-report.ts';
import { renderText } from '../../../lib/report/text.ts';
import { driftingRun, everything, laggingHead, strayRun } from './examples.ts';
import { hostileRun } from './hostile.ts';
import { failedRun, mendedRun, refusedRun, repairedRun } from './repairs.ts';
import { check, run } from './reports.ts';

const plain = { color: false, width: 100 };
const allInSync = check(
  run('content-prod', { catalogReadAt: '2026-07-30T09:00:00.000Z' }),
  run('crm', { expectation: 'crm-translations' }),
  run('billing-staging-eu'),
);

const acceptedDrifts = { accepted: { by: 'baseline.json', drifts: [laggingHead] } };
const accepting = check(
  run('content-prod', acceptedDrifts),
  run('crm-prod', {
    ...acceptedDrifts,
    catalogReadAt: '2026-07-29T23:00:00.000Z',
    outcome: 'drift',
    drifts: [laggingHead],
  }),
);

/** Each golden was read by a person before it was kept. */
const goldens: readonly (readonly [file: string, text: () => string])[] = [
  ['everything-100-columns.txt', () => renderText(everything, plain)],
  ['everything-52-columns.txt', () => renderText(everything, { color: false, width: 52 })],
  ['everything-in-colour.txt', () => renderText(everything, { color: true, width: 100 })],
  ['all-in-sync.txt', () => renderText(allInSync, plain)],
  ['all-in-sync-60-columns.txt', () => renderText(allInSync, { color: false, width: 60 })],
  ['accepted.txt', () => renderText(accepting, plain)],
  ['mended.txt', () => renderText(check(mendedRun), plain)],
  ['plan-in-brief.txt', () => renderText(check(driftingRun), { ...plain, plan: 'brief' })],
  ['repair-in-brief.txt', () => renderText(check(repairedRun), { ...plain, plan: 'brief' })],
  ['repair-failed.txt', () => renderText(check(failedRun), plain)],
  ['repair-refused.txt', () => renderText(check(refusedRun), { ...plain, plan: 'brief' })],
  ['nothing-to-check.txt', () => renderText(check(), plain)],
  ['hostile-100-columns.txt', () => renderText(check(hostileRun), plain)],
  ['hostile-40-columns.txt', () => renderText(check(hostileRun), { color: false, width: 40 })],
  ['hostile-in-colour.txt', () => renderText(check(hostileRun), { color: true, width: 100 })],
  ['everything-as-json.txt', () => renderJson(everything)],
  ['plan.sql', () => renderPlan(driftingRun, scriptDialect)],
  ['plan-hostile.sql', () => renderPlan(hostileRun, scriptDialect)],
  ['plan-of-stray-values.sql', () => renderPlan(strayRun, scriptDialect)],
  [
    'plan-of-a-head.sql',
    () => renderPlan(run('content-prod', { outcome: 'drift', drifts: [laggingHead] }), scriptDialect),
  ],
  ['plan-of-nothing.sql', () => renderPlan(run('content-prod'), scriptDialect)],
  ['diff.txt', () => renderDiff(driftingRun.drifts, plain)],
  ['diff-of-equals.txt', () => renderDiff([], plain)],
];

test('a statement with hazards is not called safe where no policy was asked', () => {
  const { plan } = driftingRun;
  if (plan === undefined) throw new RangeError('the example has a plan');
  const statements = plan.statements.map(({ held: _, ...statement }) => statement);
  const text = renderPlan({ ...driftingRun, plan: { ...plan, statements } }, scriptDialect, true);
  expect(text.match(/: safe$/gm)).toHaveLength(statements.filter(({ hazards }) => hazards.length === 0).length);
  expect(text.match(/: has hazards$/gm)).toHaveLength(statements.filter(({ hazards }) => hazards.length > 0).length);
});

test('what follows from another drift of its table is told with it, in one line', () => {
  const drift = (id: string, attribute: string, explainedBy?: string): Drift => ({
    kind: 'modified',
    id,
    attribute,
    expected: 'table:public.t',
    actual: null,
    severity: 'high',
    ...(id.startsWith('table:') ? {} : { belongsTo: ['table:public.t_1'] }),
    ...(explainedBy === undefined ? {} : { explainedBy }),
    fingerprint: `${id} ${attribute}`,
  });
  const cause = drift('table:public.t_1', 'partitionOf');
  const effects = ['belongsTo', 'isInherited'].map((name) => drift('column:public.t_1.id', name, cause.fingerprint));
  const drifts = [cause, drift('table:public.t_1', 'partitionBound', cause.fingerprint), ...effects];
  expect(renderDiff(drifts, plain)).toContain('\n    from which follows: partition bound and 1 column\n');
  expect(renderDiff(drifts, plain)).not.toContain('inheritance');
  // What is explained by a drift elsewhere stands for itself.
  expect(renderDiff(effects, plain)).toContain('inheritance');
});

test.for(goldens)('%s', async ([file, text]) => {
  await expect(text()).toMatchFileSnapshot(`goldens/${file}`);
});

describe('whatever a database holds', () => {
  const reports: readonly (readonly [string, CheckReport])[] = [
    ['an ordinary report', everything],
    ['a hostile report', check(hostileRun)],
  ];

  test.for(reports)('%s holds no character that a terminal obeys or hides', ([, report]) => {
    const forbidden = /[^\P{C}\n]|[\u2028\u2029]/u;
    expect(renderText(report, plain)).not.toMatch(forbidden);
    expect(renderJson(report)).not.toMatch(forbidden);
    for (const environment of report.environments) {
      const commented = renderPlan(environment, scriptDialect);
      expect(commented).not.toMatch(forbidden);
    }
  });

  test.for(reports)('in colour, %s holds no escape sequence but the colours', ([, report]) => {
    const painted = renderText(report, { color: true, width: 100 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    const withoutColours = painted.replace(/\u001b\[\d{1,2}m/g, '');
    expect(withoutColours).toBe(renderText(report, plain));
  });

  test.for([40, 41, 60, 80, 100, 120])('no line of a report is wider than %i columns', (width) => {
    for (const [, report] of reports) {
      for (const plan of ['whole', 'brief'] as const) {
        const tooWide = renderText(report, { color: false, width, plan })
          .split('\n')
          .filter((text) => columnsOf(text) > width);
        expect(tooWide).toEqual([]);
      }
    }
  });

  test('a JSON document gives back exactly what was reported', () => {
    expect(JSON.parse(renderJson(check(hostileRun)))).toEqual(check(hostileRun));
  });

  test('no line of a plan but its statements is outside a comment', () => {
    const statements = (hostileRun.plan?.statements ?? []).map((statement) => statement.sql);
    const outside = renderPlan(hostileRun, scriptDialect)
      .split('\n')
      .filter(
        (text) => text !== '' && !text.startsWith('--') && !/^(begin|commit|set local \w+ = (\d+|off));$/.test(text),
      );
    expect(outside.every((text) => statements.some((sql) => `${sql};` === text))).toBe(true);
  });
});
