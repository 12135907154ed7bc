import { expect, test } from 'vitest';
import type { ObjectId } from '../../../lib/catalog/object-id.ts';
import { neverAllowed } from '../../../lib/plan/hazard.ts';
import { holdForStrangers } from '../../../lib/plan/hold-for-strangers.ts';
import type { Rule } from '../../../lib/plan/rule.ts';
import { catalog } from '../diff/catalogs.ts';
import { statement } from './statements.ts';

const index: Rule = { kind: 'index', mend: () => ({ statements: [] }), isCarriedAlong: true };
const a = 'column:public.t.a';
const whole = (needs: { readonly [id: ObjectId]: readonly ObjectId[] }) => ({
  ...catalog({ [a]: {}, 'view:bi.v': {}, 'index:bi.i': {}, 'trigger:bi.v.g': { belongsTo: ['view:bi.v'] } }),
  dependencies: needs,
});
const dropped = statement('drop a', { removes: [a] });
const altered = statement('alter a', { removes: [a], provides: [a] });

test.for([
  ['an object that is not compared stands on what goes', dropped, { 'view:bi.v': [a] }, ['the view bi.v']],
  ['one stands on what is altered in place', altered, { 'view:bi.v': [a] }, ['the view bi.v']],
  [
    'several stand on what goes',
    dropped,
    { 'view:bi.v': [a], 'index:bi.i': [a] },
    ['the index bi.i, the view bi.v depend'],
  ],
] as const)('where %s the statement waits for a person, who reads its name', ([, each, needs, names]) => {
  const [held] = holdForStrangers([each], catalog({}), whole(needs), [index]);
  expect(held?.hazards).toMatchObject([{ code: 'BREAKS_CLIENTS', message: expect.stringContaining(names[0]) }]);
  expect(neverAllowed).toContain(held?.hazards[0]?.code);
});

test.for([
  ['goes by the same plan', [dropped, statement('drop v', { removes: ['view:bi.v'] })], { 'view:bi.v': [a] }],
  ['goes with what it belongs to', [statement('drop v', { removes: ['view:bi.v', a] })], { 'trigger:bi.v.g': [a] }],
  ['is carried along with the column', [altered], { 'index:bi.i': [a] }],
  ['stands on something else', [dropped], { 'view:bi.v': ['column:public.t.b'] }],
] as const)('what %s holds nothing back', ([, statements, needs]) => {
  expect(holdForStrangers(statements, catalog({}), whole(needs), [index])).toEqual(statements);
});

test('what the expectation knows is seen to by the plan', () => {
  const needs = { 'view:bi.v': [a] };
  expect(holdForStrangers([dropped], catalog({ 'view:bi.v': {} }), whole(needs), [])).toEqual([dropped]);
});
