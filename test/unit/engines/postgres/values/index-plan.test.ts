import { expect, test } from 'vitest';
import type { Json } from '../../../../../lib/catalog/snapshot.ts';
import { readsByIndexOnly, readsNothing } from '../../../../../lib/engines/postgres/values/index/index-plan.ts';

const plan = (node: Json): Json => [{ Plan: node }];
const above = (...nodes: Json[]): Json => plan({ 'Node Type': 'Recursive Union', Plans: [...nodes] });
const probe = { 'Node Type': 'Index Only Scan', 'Index Cond': '(status > walk.v)' };

test.for([
  ['probes of an index', above(probe, { 'Node Type': 'Limit', Plans: [probe] }), true],
  ['a probe whose rows a condition filters', above({ ...probe, Filter: '(id = 1)' }), true],
  ['the first entry of an index', above({ 'Node Type': 'Index Scan' }), true],
  ['a whole index behind a filter', above({ 'Node Type': 'Index Scan', Filter: '(status > walk.v)' }), false],
  ['a sort over an index', above({ 'Node Type': 'Sort', Plans: [probe] }), false],
  ['a sequential scan', above(probe, { 'Node Type': 'Seq Scan' }), false],
  ['a bitmap', above({ 'Node Type': 'Bitmap Heap Scan', Plans: [{ 'Node Type': 'Bitmap Index Scan' }] }), false],
  ['a foreign scan', above({ 'Node Type': 'Foreign Scan' }), false],
  ['something of the future', above({ 'Node Type': 'Quantum Scan' }), false],
] as const)('%s: a walk is %j', ([, explained, isByIndex]) => {
  expect(readsByIndexOnly(explained, 'walk')).toBe(isByIndex);
});

test('a search by GIN goes by bitmaps alone', () => {
  const bitmap = { 'Node Type': 'Bitmap Heap Scan', Plans: [{ 'Node Type': 'Bitmap Index Scan' }] };
  expect(readsByIndexOnly(above(bitmap), 'bitmap')).toBe(true);
  expect(readsByIndexOnly(above({ 'Node Type': 'Seq Scan' }), 'bitmap')).toBe(false);
});

test.for([
  ['a contradiction', plan({ 'Node Type': 'Result', 'One-Time Filter': 'false' }), true],
  ['a condition to be tried', plan({ 'Node Type': 'Result', 'One-Time Filter': '($1 = 1)' }), false],
  ['a scan', plan({ 'Node Type': 'Seq Scan', Filter: 'false' }), false],
  ['an answer that is none', [], false],
] as const)('%s reads nothing: %j', ([, explained, isNothing]) => {
  expect(readsNothing(explained)).toBe(isNothing);
});
