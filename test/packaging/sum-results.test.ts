import { expect, test } from 'vitest';
import { sumResults, type TestReport } from '../../.ci/sum-results.ts';

const passing: TestReport = {
  numPassedTests: 7,
  numFailedTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
};
const failing: TestReport = {
  numPassedTests: 5,
  numFailedTests: 2,
  testResults: [{ status: 'failed', assertionResults: [{}, {}] }],
};
const unloadable: TestReport = {
  numPassedTests: 0,
  numFailedTests: 0,
  testResults: [{ status: 'failed', assertionResults: [] }],
};

test.for([
  ['the tests of all steps are added up', [step(0, passing), step(0, passing)], { passed: 14, failed: 0 }],
  ['a failed test counts once, though its step failed too', [step(1, failing)], { passed: 5, failed: 2 }],
  ['a file that could not be loaded is a failure', [step(1, passing, unloadable)], { passed: 7, failed: 1 }],
  ['a step without tests that failed is a failure', [step(0, passing), step(1)], { passed: 7, failed: 1 }],
  ['a step whose tests pass and that fails all the same is a failure', [step(1, passing)], { passed: 7, failed: 1 }],
  ['no step is no test', [], { passed: 0, failed: 0 }],
] as const)('%s', ([, steps, expected]) => {
  expect(sumResults(steps)).toEqual(expected);
});

function step(exitCode: number, ...reports: readonly TestReport[]) {
  return { exitCode, reports };
}
