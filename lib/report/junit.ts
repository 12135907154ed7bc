import { kindOf } from '../catalog/object-id.ts';
import type { Drift } from '../diff/drift.ts';
import { fullName } from './describe.ts';
import { driftSentence, placeOf } from './drift-sentence.ts';
import { type Markup, markup, markupText, onLines } from './markup.ts';
import type { CheckReport, RunReport } from './run-report.ts';
import { driftWord } from './text/drift-word.ts';
import { type Unseen, unseenIn } from './unseen.ts';
import { count } from './words.ts';

/**
 * Writes a check as JUnit XML, the test report that build servers read: a suite an environment, in which every drift is
 * a failed case, everything that could not be seen a case in error, and what is as expected one case that passes.
 *
 * There is no official schema; it holds to the one that Jenkins publishes.
 */
export function renderJunit(report: CheckReport): string {
  const suites = report.environments.map(suiteOf);
  return markupText(markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="driftline" time="${seconds(report.tookMs)}" tests="${sum(suites, 'tests')}" failures="${sum(suites, 'failures')}" errors="${sum(suites, 'errors')}">
${suites.map(({ text }) => text)}</testsuites>
`);
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly text: Markup;
}

function sum(suites: readonly Suite[], what: 'tests' | 'failures' | 'errors'): number {
  return suites.reduce((all, suite) => all + suite[what], 0);
}

function suiteOf(run: RunReport): Suite {
  const unseen = unseenIn(run);
  const sound = run.outcome === 'unknown' && run.coverage.objects === 0 ? [] : [soundCase(run)];
  const tests = run.drifts.length + unseen.length + sound.length;
  const [failures, errors] = [run.drifts.length, unseen.length];
  const cases = [...run.drifts.map((drift) => failure(drift, run)), ...unseen.map((it) => error(it, run)), ...sound];
  return {
    tests,
    failures,
    errors,
    text: markup`  <testsuite name="${run.environment}" tests="${tests}" failures="${failures}" errors="${errors}" time="${seconds(run.tookMs)}" timestamp="${run.startedAt.slice(0, 19)}">
${cases}  </testsuite>
`,
  };
}

function failure(drift: Drift, run: RunReport): Markup {
  const place = placeOf(drift, run);
  const text = [
    driftSentence(drift, run.values),
    ...(drift.hint === undefined ? [] : [`hint: ${drift.hint}`]),
    ...(place === undefined || drift.kind === 'unexpected' ? [] : [`promised at ${place.file}:${place.line}`]),
  ];
  return markup`    <testcase name="${caseName(drift)}" classname="${run.environment}">
      <failure type="${drift.kind} ${kindOf(drift.id)}" message="${drift.severity}: ${driftSentence(drift, run.values)}">${onLines(text.join('\n'))}</failure>
    </testcase>
`;
}

/** Two attributes of one object are two cases. */
function caseName(drift: Drift): string {
  return drift.attribute === undefined
    ? fullName(drift.id)
    : `${fullName(drift.id)}: ${drift.attribute === 'values' ? driftWord(drift) : drift.attribute}`;
}

function error({ code, message, remedy }: Unseen, run: RunReport): Markup {
  return markup`    <testcase name="${message}" classname="${run.environment}">
      <error type="${code}" message="${message}">${onLines(remedy ?? message)}</error>
    </testcase>
`;
}

function soundCase({ coverage, drifts, environment, tookMs }: RunReport): Markup {
  const rest =
    drifts.length === 0 ? count(coverage.objects, 'object') : `the rest of ${count(coverage.objects, 'object')}`;
  return markup`    <testcase name="${rest} as the migrations promise" classname="${environment}" time="${seconds(tookMs)}"/>
`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
