import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../lib/cli/exit-codes.ts';
import { fingerprintDrift } from '../../../lib/diff/drift.ts';
import type { Severity } from '../../../lib/diff/severity.ts';
import type { CheckReport, RunReport } from '../../../lib/report/run-report.ts';

const base: RunReport = {
  environment: 'prod',
  expectation: 'content',
  outcome: 'inSync',
  drifts: [],
  values: [],
  repair: 'plan',
  diagnostics: [],
  coverage: { objects: 1, valueChecks: 0, valueChecksComplete: 0 },
  startedAt: '2026-07-30T10:00:00.000Z',
  tookMs: 1,
};

const inSync = base;
const unknown: RunReport = { ...base, outcome: 'unknown' };
const gap: RunReport = { ...drifted('low'), diagnostics: [{ level: 'error', code: 'x', message: 'not seen' }] };
const warned: RunReport = { ...base, diagnostics: [{ level: 'warning', code: 'x', message: 'beware' }] };

function drifted(severity: Severity): RunReport {
  const id = 'table:public.t';
  const fingerprint = fingerprintDrift('missing', id);
  return {
    ...base,
    outcome: 'drift',
    drifts: [{ kind: 'missing', id, expected: {}, actual: null, severity, fingerprint }],
  };
}

function applied(outcome: 'applied' | 'failed' | 'refused' | 'inDoubt', report: RunReport): RunReport {
  const statement = {
    sql: 'create table t ()',
    causedBy: [],
    hazards: [],
    locks: [],
    transaction: 'inside',
    lockTimeoutMs: 1,
    statementTimeoutMs: 1,
    provides: [],
    requires: [],
    sizedBy: [],
  } as const;
  return { ...report, applied: { results: [{ statement, outcome, tookMs: 1 }], tookMs: 1 } };
}

test.for([
  ['all in sync', [inSync, warned], 'low', 0],
  ['one drifted', [inSync, drifted('low')], 'low', 2],
  ['one unknown', [inSync, unknown], 'low', 1],
  ['one drifted, one unknown: a gap outweighs drift', [drifted('critical'), unknown], 'low', 1],
  ['drift beside something that could not be seen', [gap], 'low', 2],
  ['drift that does not count beside something that could not be seen', [gap], 'high', 1],
  ['drift below the severity that counts', [drifted('medium'), drifted('low')], 'high', 0],
  ['drift of the severity that counts', [drifted('high')], 'high', 2],
  ['a gap, whatever severity counts', [unknown], 'critical', 1],
  ['repaired', [applied('applied', inSync)], 'low', 0],
  ['a repair that failed', [applied('failed', drifted('low'))], 'critical', 1],
  ['a repair of which nobody knows', [applied('inDoubt', drifted('low'))], 'low', 1],
  ['a statement that was refused leaves drift', [applied('refused', drifted('low'))], 'low', 2],
  ['no environment at all', [], 'low', 0],
] as const)('%s', ([, environments, failOn, exitCode]) => {
  const report: CheckReport = {
    formatVersion: 1,
    outcome: 'inSync',
    environments,
    startedAt: base.startedAt,
    tookMs: 1,
  };
  expect(exitCodeOf(report, failOn)).toBe(exitCode);
});
