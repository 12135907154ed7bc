import { expect, test } from 'vitest';
import type { Attributes } from '../../../lib/catalog/snapshot.ts';
import { diffCatalogs } from '../../../lib/diff/diff-catalogs.ts';
import { makePlan } from '../../../lib/plan/make-plan.ts';
import type { Rule } from '../../../lib/plan/rule.ts';
import { catalog } from '../diff/catalogs.ts';
import { statement } from './statements.ts';

const v = 'view:public.v';
const view: Rule = {
  kind: 'view',
  mend: ([{ id }]) => ({
    statements: [
      statement('drop v', { causedBy: [id], removes: [id] }),
      statement('create v', { causedBy: [id], provides: [id] }),
    ],
    rebuilt: [id],
  }),
  describe: (id, lost, causedBy) => [statement(`give ${JSON.stringify(lost)}`, { causedBy, requires: [id] })],
  losesWithItself: { code: 'CHANGES_PRIVILEGES', message: 'lost' },
};

function plan(whole: Attributes, expectedMore: Attributes = {}, actualMore: Attributes = {}) {
  const [expected, actual] = [
    catalog({ [v]: { definition: 'new', ...expectedMore } }),
    catalog({ [v]: { definition: 'old', ...actualMore } }),
  ];
  const wholeActual = catalog({ [v]: { definition: 'old', ...whole } });
  return makePlan(diffCatalogs(expected, actual), expected, actual, [view], { wholeActual });
}

test('what is made anew gets back what it had', () => {
  const { statements } = plan({ owner: 'ann', grants: { bob: ['SELECT'] }, comment: 'hers' });
  expect(statements.map(({ sql }) => sql)).toEqual([
    'drop v',
    'create v',
    'give {"owner":"ann","grants":{"bob":["SELECT"]},"comment":"hers"}',
  ]);
  expect(statements.every(({ causedBy }) => causedBy.includes(v))).toBe(true);
});

test('what is compared is as the expectation has it', () => {
  const { statements } = plan({ owner: 'ann', comment: 'old' }, { comment: 'new' }, { comment: 'old' });
  expect(statements.map(({ sql }) => sql)).toContain('give {"owner":"ann","comment":"new"}');
  const gone = plan({ owner: 'ann', comment: 'old' }, {}, { comment: 'old' });
  expect(gone.statements.map(({ sql }) => sql)).toContain('give {"owner":"ann"}');
});

test('where nobody read it, whoever drops it hears that it is lost', () => {
  expect(plan({}).statements).toMatchObject([
    { sql: 'drop v', hazards: [{ code: 'CHANGES_PRIVILEGES' }] },
    { sql: 'create v', hazards: [] },
  ]);
});

test('where only comments were read, they come back all the same', () => {
  const { statements } = plan({ comment: 'hers' }, { comment: 'hers' }, { comment: 'hers' });
  expect(statements.map(({ sql }) => sql)).toEqual(['drop v', 'create v', 'give {"comment":"hers"}']);
});
