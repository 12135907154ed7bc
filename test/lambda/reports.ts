import type { Drift } from '../../lib/diff/drift.ts';
import type { RunReport } from '../../lib/report/run-report.ts';

/** A drift to put into reports. */
export const missingTable: Drift = {
  kind: 'missing',
  id: 'table:public.content_plans',
  expected: {},
  actual: null,
  severity: 'critical',
  fingerprint: 'f1',
};

/** The report of an environment that is in sync, but for what is said. */
export function runReport(environment: string, but: Partial<RunReport> = {}): RunReport {
  return {
    environment,
    expectation: 'content',
    outcome: 'inSync',
    drifts: [],
    values: [],
    repair: 'plan',
    diagnostics: [],
    coverage: { objects: 20, valueChecks: 1, valueChecksComplete: 1 },
    startedAt: '2026-03-01T10:00:00.000Z',
    tookMs: 41,
    ...but,
  };
}
