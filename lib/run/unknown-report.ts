import type { Environment } from '../config/config.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { RunReport } from '../report/run-report.ts';
import type { Deps } from './deps.ts';

/** The report of an environment that nothing was seen of, with the reason. */
export function unknownReport(environment: Environment, why: Diagnostic, started: Date, deps: Deps): RunReport {
  return {
    environment: environment.name,
    expectation: environment.expectation,
    outcome: 'unknown',
    drifts: [],
    values: [],
    repair: 'off',
    diagnostics: [why],
    coverage: { objects: 0, valueChecks: 0, valueChecksComplete: 0 },
    startedAt: started.toISOString(),
    tookMs: deps.now().getTime() - started.getTime(),
  };
}
