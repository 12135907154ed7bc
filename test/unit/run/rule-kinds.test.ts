import { expect, test } from 'vitest';
import { makeSnapshot } from '../../../lib/catalog/normalize.ts';
import type { DriftRules } from '../../../lib/diff/find-drifts.ts';
import { warnOfMistypedKinds } from '../../../lib/run/rule-kinds.ts';

const snapshot = makeSnapshot({
  engine: 'postgresql',
  serverVersion: '18.4',
  objects: [
    ['table:public.t', {}],
    ['index:public.ix', {}],
  ],
});
const none: DriftRules = { ignore: [], unexpected: 'ignore' };

test.for([
  ['of no kind', none, []],
  ['of kinds that are there', { ...none, ignore: [{ pattern: 'table:public.a' }, { pattern: '*:public.b' }] }, []],
  ['of a kind that may come', { ...none, unexpected: { view: 'report' } }, []],
  ['of a mistyped kind that is unexpected', { ...none, unexpected: { tables: 'report' } }, ['table']],
  ['of a mistyped kind that is ignored', { ...none, ignore: [{ pattern: 'indx:public.a' }] }, ['index']],
  ['of a mistyped severity', { ...none, severity: [{ pattern: 'tabel:*', severity: 'low' }] }, ['table']],
  ['of a mistyped kind that may come', { ...none, unexpected: { publications: 'report' } }, ['publication']],
] as const)('rules %s', ([, rules, meant]) => {
  const warnings = warnOfMistypedKinds(rules, snapshot, ['publication', 'publication-table']);
  expect(warnings.map(({ code }) => code)).toEqual(meant.map(() => 'unknown-object-kind'));
  expect(warnings.map(({ message }) => /did you mean "(\w+)"/.exec(message)?.[1])).toEqual(meant);
});
