import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The part of Vitest's JSON report that is counted here. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** One command of the run: how it ended, and the reports of the tests that it ran. */
export interface Step {
  readonly exitCode: number;
  readonly reports: readonly TestReport[];
}

/**
 * Adds up all steps. A test file that could not be loaded holds no test, so it counts as one failure; so does a
 * step that failed although no test did.
 */
export function sumResults(steps: readonly Step[]): { readonly passed: number; readonly failed: number } {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
  const unloaded = ({ testResults }: TestReport) =>
    testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;
  const failedIn = ({ exitCode, reports }: Step) =>
    sum(reports.map((report) => report.numFailedTests + unloaded(report))) || (exitCode === 0 ? 0 : 1);
  return {
    passed: sum(steps.flatMap(({ reports }) => reports.map(({ numPassedTests }) => numPassedTests))),
    failed: sum(steps.map(failedIn)),
  };
}

/** Reads one folder a step: `exit-code`, and a JSON report for each test run. */
function readSteps(folder: string): readonly Step[] {
  return globSync('*/exit-code', { cwd: folder }).map((file) => ({
    exitCode: Number(readFileSync(join(folder, file), 'utf8')),
    reports: globSync('*.json', { cwd: join(folder, file, '..') }).map((name) =>
      JSON.parse(readFileSync(join(folder, file, '..', name), 'utf8')),
    ),
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed } = sumResults(readSteps(process.argv[2] ?? '.'));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
