import { type Drift, type DriftKind, fingerprintDrift } from '../../../lib/diff/drift.ts';
import type { Severity } from '../../../lib/diff/severity.ts';
import type { Statement } from '../../../lib/plan/statement.ts';
import type { CheckReport, RunReport } from '../../../lib/report/run-report.ts';

/** When every example ran. */
const startedAt = '2026-07-30T10:00:00.000Z';

/** A drift with its fingerprint. */
export function drift(
  kind: DriftKind,
  id: string,
  severity: Severity,
  rest: Partial<Omit<Drift, 'kind' | 'id' | 'severity' | 'fingerprint'>> = {},
): Drift {
  return {
    kind,
    id,
    expected: null,
    actual: null,
    severity,
    fingerprint: fingerprintDrift(kind, id, rest.attribute),
    ...rest,
  };
}

/** A statement without hazards that takes no lock. */
export function statement(sql: string, rest: Partial<Statement> = {}): Statement {
  return {
    sql,
    causedBy: [],
    hazards: [],
    locks: [],
    transaction: 'inside',
    lockTimeoutMs: 2000,
    statementTimeoutMs: 30_000,
    provides: [],
    requires: [],
    sizedBy: [],
    ...rest,
  };
}

/** A run in sync unless told otherwise. */
export function run(environment: string, rest: Partial<RunReport> = {}): RunReport {
  return {
    environment,
    expectation: 'content',
    outcome: 'inSync',
    drifts: [],
    values: [],
    repair: 'plan',
    diagnostics: [],
    coverage: { objects: 52, valueChecks: 1, valueChecksComplete: 1 },
    server: { version: '18.4', database: 'glame_db', address: '127.0.0.1:5433' },
    startedAt,
    tookMs: 214,
    ...rest,
  };
}

/** A check of these runs. */
export function check(...environments: readonly RunReport[]): CheckReport {
  const outcomes = environments.map((environment) => environment.outcome);
  return {
    formatVersion: 1,
    outcome: outcomes.includes('unknown') ? 'unknown' : outcomes.includes('drift') ? 'drift' : 'inSync',
    environments,
    startedAt,
    tookMs: 1234,
  };
}
