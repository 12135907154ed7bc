import { expect, test } from 'vitest';
import type { ObjectId } from '../../../lib/catalog/object-id.ts';
import { diffCatalogs } from '../../../lib/diff/diff-catalogs.ts';
import { makePlan } from '../../../lib/plan/make-plan.ts';
import type { Rule } from '../../../lib/plan/rule.ts';
import { catalog } from '../diff/catalogs.ts';
import { statement } from './statements.ts';

const view: Rule = {
  kind: 'view',
  mend: (drifts) => ({ statements: [statement(`replace ${drifts[0].id}`, { causedBy: [drifts[0].id] })] }),
  drop: (id) => ({ statements: [statement(`drop ${id}`, { causedBy: [id], removes: [id] })] }),
  create: (id, _, { expected }) => ({
    statements: [
      statement(`create ${id}`, { causedBy: [id], provides: [id], requires: expected.dependencies[id] ?? [] }),
    ],
  }),
};
const column: Rule = {
  kind: 'column',
  mend: ([{ id }]) => ({
    statements: [statement(`alter ${id}`, { causedBy: [id], provides: [id], removes: [id] })],
    rebuilt: [id],
  }),
};
const index: Rule = { kind: 'index', mend: () => ({ statements: [] }), isCarriedAlong: true };
const a = 'column:public.t.a';

function snapshot(type: string, views: readonly ObjectId[], needs: { readonly [id: ObjectId]: readonly ObjectId[] }) {
  const objects = Object.fromEntries(views.map((id) => [id, {}]));
  return { ...catalog({ [a]: { type }, ...objects }), dependencies: needs };
}

function plan(
  rules: readonly Rule[],
  views: readonly ObjectId[],
  needs: { readonly [id: ObjectId]: readonly ObjectId[] },
) {
  const [expected, actual] = [snapshot('new', views, needs), snapshot('old', views, needs)];
  return makePlan(diffCatalogs(expected, actual), expected, actual, rules);
}

test('what depends on a rebuilt object, at any depth, is dropped before it and made again after it', () => {
  const needs = { 'view:public.v': [a], 'view:public.u': ['view:public.v'] };
  const { statements } = plan([view, column, index], Object.keys(needs), needs);
  expect(statements.map(({ sql }) => sql)).toEqual([
    'drop view:public.u',
    'drop view:public.v',
    `alter ${a}`,
    'create view:public.v',
    'create view:public.u',
  ]);
  expect(new Set(statements.flatMap(({ causedBy }) => causedBy))).toEqual(new Set([a]));
});

test('what the database carries along stays', () => {
  const needs = { 'index:public.i': [a] };
  expect(plan([view, column, index], Object.keys(needs), needs).statements).toMatchObject([{ sql: `alter ${a}` }]);
});

test('a dependent that no rule can make again is told as the reason', () => {
  const needs = { 'gadget:public.g': [a] };
  expect(plan([column], Object.keys(needs), needs).unplanned).toEqual([
    { id: a, reason: 'public.g depends on it, and no rule drops a gadget and makes it again' },
  ]);
});

test('a dependent that the expectation does not know is not dropped for the rebuild: its name holds it for a person', () => {
  const needs = { 'view:public.v': [a] };
  const [expected, actual] = [snapshot('new', [], {}), snapshot('old', ['view:public.v'], needs)];
  const drifts = diffCatalogs(expected, actual).filter(({ kind }) => kind !== 'unexpected');
  expect(makePlan(drifts, expected, actual, [view, column, index]).statements).toMatchObject([
    { sql: `alter ${a}`, hazards: [{ code: 'BREAKS_CLIENTS', message: expect.stringContaining('the view public.v') }] },
  ]);
});
