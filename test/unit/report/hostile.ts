import { formatObjectId } from '../../../lib/catalog/object-id.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { drift, run, statement } from './reports.ts';

/** Names, values and messages as somebody would write them who wants to fool whoever reads a report. */
const clearScreen = '\u001b[2J\u001b[1;1H';
const rightToLeft = '\u202egnitirw\u202c';
const fakeSummary = '\n\n1 environment checked in 5 ms: 1 in sync.';
const script = '<script>alert("1")</script>';

const table = formatObjectId('table', ['public', `${script} ${rightToLeft}`]);
const column = formatObjectId('column', ['public', 't', fakeSummary]);

/** One run in which everything that comes from a database is hostile. */
export const hostileRun: RunReport = run(`prod${clearScreen}`, {
  outcome: 'drift',
  server: { version: `18.4${clearScreen}`, database: `db${fakeSummary}`, address: 'xn--bcher-kva.example:5432' },
  drifts: [
    drift('missing', table, 'critical', {
      expected: { persistence: 'permanent' },
      includes: [],
      includeCounts: { column: 1 },
      hint: `${clearScreen}all is well${fakeSummary}`,
    }),
    drift('modified', column, 'high', {
      belongsTo: ['table:public.t'],
      attribute: 'default',
      expected: `'${'x'.repeat(1 << 20)}'::text`,
      actual: `'${'x'.repeat(1 << 20)}y'::text`,
    }),
    drift('unexpected', 'column:public.t.日本語のとても長い列の名前', 'low', {
      belongsTo: ['table:public.t'],
      actual: { type: 'text', isNullable: true },
    }),
    drift('unexpected', 'column:public.t.zalgo\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307', 'low', {
      belongsTo: ['table:public.t'],
      actual: { type: 'text', isNullable: true },
    }),
    drift('modified', 'column:public.t.kind', 'high', { attribute: 'values', expected: ['a'], actual: [] }),
  ],
  values: [
    {
      column: 'column:public.t.kind',
      accept: ['telegram', `\u0007bell`],
      outcome: 'stray',
      method: 'aggregate',
      strays: [
        { value: 'telegram\u200b', rows: 900, rowsAreAtLeast: true, nearest: 'telegram' },
        { value: 'telegram\u00a0', rows: 90, rowsAreAtLeast: false, nearest: 'telegram' },
        { value: 'y'.repeat(1 << 20), rows: 9, rowsAreAtLeast: false },
        { value: `'; drop table t; --${fakeSummary}`, rows: 3, rowsAreAtLeast: false },
        { value: '👩‍👩‍👧‍👦 שלום 電報', rows: 2, rowsAreAtLeast: false },
        { value: clearScreen, rows: 1, rowsAreAtLeast: false },
      ],
      straysAreAtLeast: true,
      strayRows: 1005,
      strayRowsAreAtLeast: true,
      coverage: 0.99999,
      suggestion: `-- ${clearScreen}\n-- update t set kind = ''${fakeSummary}`,
      tookMs: 3,
    },
  ],
  plan: {
    catalogFingerprint: 'fedcba9876543210',
    statements: [
      statement(`create table public."${fakeSummary.replaceAll('\n', ' ')}" ()`, { causedBy: [table] }),
      statement(`alter table public.t add column "${clearScreen}" text`, {
        causedBy: [column],
        lockMode: 'ACCESS EXCLUSIVE',
        locks: [formatObjectId('table', ['public', `t${fakeSummary}`])],
      }),
      statement(`alter table public.t drop column "line\nbreak"`, {
        hazards: [{ code: 'DELETES_DATA', message: `The column’s values are lost.${clearScreen}` }],
        held: `DELETES_DATA: The column’s values are lost.${clearScreen}`,
      }),
    ],
    unplanned: [{ id: table, reason: `${fakeSummary}\u202e` }],
  },
  diagnostics: [
    { level: 'error', code: 'x', message: `cannot read${fakeSummary}`, remedy: `${clearScreen}do nothing` },
  ],
});
