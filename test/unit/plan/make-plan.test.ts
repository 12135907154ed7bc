import { expect, test } from 'vitest';
import { fingerprintCatalog } from '../../../lib/catalog/fingerprint.ts';
import type { ObjectId } from '../../../lib/catalog/object-id.ts';
import type { Attributes } from '../../../lib/catalog/snapshot.ts';
import type { Drift } from '../../../lib/diff/drift.ts';
import { fingerprintDrift } from '../../../lib/diff/drift.ts';
import { makePlan } from '../../../lib/plan/make-plan.ts';
import type { Mending, Rule } from '../../../lib/plan/rule.ts';
import { catalog } from '../diff/catalogs.ts';
import { statement } from './statements.ts';

function missing(id: ObjectId, ...includes: readonly ObjectId[]): Drift {
  return {
    kind: 'missing',
    id,
    expected: {},
    actual: null,
    severity: 'critical',
    fingerprint: fingerprintDrift('missing', id),
    ...(includes.length === 0 ? {} : { includes }),
  };
}

function rule(kind: string, mend: (id: ObjectId, created: (id: ObjectId) => boolean) => Mending): Rule {
  return { kind, mend: ([{ id }], context) => mend(id, context.isCreated) };
}

const nothing = catalog({});

function plan(drifts: readonly Drift[], rules: readonly Rule[], objects: { readonly [id: string]: Attributes } = {}) {
  return makePlan(drifts, catalog(objects), nothing, rules);
}

test('a plan is bound to the catalog that it was made for, unless another is named', () => {
  expect(plan([], []).catalogFingerprint).toBe(fingerprintCatalog(nothing));
  expect(makePlan([], nothing, nothing, [], { catalogFingerprint: 'shown' }).catalogFingerprint).toBe('shown');
});

test('all drifts of one object come to its rule together', () => {
  const seen: number[] = [];
  const counting: Rule = {
    kind: 'column',
    mend: (drifts) => {
      seen.push(drifts.length);
      return { statements: [statement('x', { causedBy: [drifts[0].id] })] };
    },
  };
  const drift = missing('column:public.t.a');
  plan([{ ...drift, attribute: 'default' }, missing('column:public.t.b'), { ...drift, attribute: 'type' }], [counting]);
  expect(seen).toEqual([2, 1]);
});

test('a rule can tell what the plan makes from what was there', () => {
  const made: boolean[] = [];
  const asking = rule('table', (id, created) => {
    made.push(created(id), created('column:public.t.a'), created('table:public.other'));
    return { statements: [statement('x', { causedBy: [id] })] };
  });
  plan([missing('table:public.t', 'column:public.t.a')], [asking]);
  expect(made).toEqual([true, true, false]);
});

test('a statement that two drifts ask for runs once, in the name of both', () => {
  const same = rule('index', (id) => ({ statements: [statement('same', { causedBy: [id] })] }));
  expect(plan([missing('index:public.b'), missing('index:public.a')], [same]).statements).toMatchObject([
    { sql: 'same', causedBy: ['index:public.a', 'index:public.b'] },
  ]);
});

test('a drift of a kind without a rule is not forgotten', () => {
  expect(plan([missing('gadget:public.g')], []).unplanned).toEqual([
    { id: 'gadget:public.g', reason: 'no rule mends the drift of a gadget yet' },
  ]);
});

test('a drift that its rule passes over in silence is not forgotten', () => {
  const silent = rule('gadget', () => ({ statements: [] }));
  expect(plan([missing('gadget:public.g')], [silent]).unplanned).toMatchObject([{ id: 'gadget:public.g' }]);
});

test('a drift that a statement for another mends is not said to be left', () => {
  const both = rule('gadget', (id) => ({
    statements: id.endsWith('a') ? [statement('x', { causedBy: ['gadget:public.a', 'gadget:public.b'] })] : [],
  }));
  expect(plan([missing('gadget:public.a'), missing('gadget:public.b')], [both]).unplanned).toEqual([]);
});

test('what needs an object that nobody makes is left out with the reason, and so is what needs that', () => {
  const needy = rule('table', (id) => ({
    statements: [
      statement(id, {
        causedBy: [id],
        provides: [id],
        requires: id.endsWith('a') ? ['enum:public.gone'] : ['table:public.a'],
      }),
    ],
  }));
  const objects = { 'table:public.a': {}, 'table:public.b': {}, 'enum:public.gone': {} };
  expect(plan([missing('table:public.a'), missing('table:public.b')], [needy], objects)).toMatchObject({
    statements: [],
    unplanned: [
      { id: 'table:public.a', reason: 'needs the enum public.gone, which is missing and which no statement makes' },
      { id: 'table:public.b', reason: 'needs the table public.a, which is missing and which no statement makes' },
    ],
  });
});

test('timeouts come from the options', () => {
  const timed: Rule = {
    kind: 'gadget',
    mend: ([{ id }], { lockTimeoutMs, statementTimeoutMs, buildTimeoutMs }) => ({
      statements: [statement(`${lockTimeoutMs} ${statementTimeoutMs} ${buildTimeoutMs}`, { causedBy: [id] })],
    }),
  };
  const drifts = [missing('gadget:public.g')];
  const options = { lockTimeoutMs: 1, statementTimeoutMs: 2, buildTimeoutMs: 3 };
  expect(makePlan(drifts, nothing, nothing, [timed], options).statements[0]?.sql).toBe('1 2 3');
  expect(makePlan(drifts, nothing, nothing, [timed]).statements[0]?.sql).toBe('2000 30000 600000');
});
