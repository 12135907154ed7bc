import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ObjectId } from '../../../lib/catalog/object-id.ts';
import { orderStatements } from '../../../lib/plan/order.ts';
import type { Statement } from '../../../lib/plan/statement.ts';
import { statement } from './statements.ts';

const order = (...groups: Parameters<typeof orderStatements>[0]) => orderStatements(groups).map(({ sql }) => sql);

describe('statements come after what they require', () => {
  test.for([
    ['nothing is ordered to nothing', [], []],
    [
      'what requires nothing keeps the given order',
      [[statement('a')], [statement('b')], [statement('c')]],
      ['a', 'b', 'c'],
    ],
    [
      'a table comes before the table that refers to it',
      [[statement('items', { requires: ['plans'] })], [statement('plans', { provides: ['plans'] })]],
      ['plans', 'items'],
    ],
    [
      'tables that refer to each other are made before either foreign key',
      [
        [statement('a', { provides: ['a'] }), statement('a->b', { requires: ['a', 'b'] })],
        [statement('b', { provides: ['b'] }), statement('b->a', { requires: ['a', 'b'] })],
      ],
      ['a', 'b', 'a->b', 'b->a'],
    ],
    [
      'what nobody provides is taken to exist',
      [[statement('index', { requires: ['table:public.old'] })], [statement('other')]],
      ['index', 'other'],
    ],
    [
      'all that provide an object come before what requires it',
      [
        [statement('column', { requires: ['mood'] })],
        [statement('x', { provides: ['mood'] }), statement('y', { provides: ['mood'] })],
      ],
      ['x', 'y', 'column'],
    ],
    [
      'what provides and requires the same object follows the first that provides it',
      [
        [
          statement('check', { provides: ['c'] }),
          statement('validate', { provides: ['c'], requires: ['c'] }),
          statement('use', { requires: ['c'] }),
        ],
      ],
      ['check', 'validate', 'use'],
    ],
    ['the order inside a group is kept', [[statement('z'), statement('a')], [statement('b')]], ['z', 'a', 'b']],
  ] as const)('%s', ([, groups, expected]) => {
    expect(order(...groups)).toEqual(expected);
  });

  test('statements that require each other are a bug', () => {
    const circle = [
      [statement('a', { provides: ['a'], requires: ['b'] })],
      [statement('b', { provides: ['b'], requires: ['a'] })],
    ];
    expect(() => orderStatements(circle)).toThrow('bug: these statements require each other: a; b');
  });
});

describe('statements of one transaction stand together', () => {
  const outside = { transaction: 'outside' } as const;

  test.for([
    [
      'an index build waits until the transaction is over',
      [[statement('build', outside)], [statement('table')]],
      ['table', 'build'],
    ],
    [
      'a label that a column uses comes before the transaction',
      [[statement('column', { requires: ['mood'] })], [statement('label', { ...outside, provides: ['mood'] })]],
      ['label', 'column'],
    ],
    [
      'a label that nobody uses comes last',
      [[statement('label', { ...outside, provides: ['mood'] })], [statement('column')]],
      ['column', 'label'],
    ],
    [
      'what needs an index that is built alone is a second transaction, and unawaited builds come after that',
      [
        [statement('build key', { ...outside, provides: ['i'] }), statement('key', { requires: ['i'] })],
        [statement('build other', outside)],
        [statement('column', { provides: ['c'] })],
        [
          statement('build on column', { ...outside, requires: ['c'], provides: ['j'] }),
          statement('key 2', { requires: ['j'] }),
        ],
      ],
      ['build key', 'key', 'column', 'build on column', 'key 2', 'build other'],
    ],
  ] as const)('%s', ([, groups, expected]) => {
    expect(order(...groups)).toEqual(expected);
  });
});

test('for any requirements without a circle, each statement comes once and after what it requires', () => {
  const plans = fc.array(
    fc.record({ needs: fc.array(fc.nat(30), { maxLength: 3 }), isAlone: fc.boolean(), key: fc.nat() }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(plans, (plan) => {
      const statements = plan.map(({ needs, isAlone, key }, i) => ({
        key,
        made: statement(`s${i}`, {
          provides: [`o${i}`],
          requires: needs.filter((need) => need < i).map((need) => `o${need}`),
          transaction: isAlone ? 'outside' : 'inside',
        }),
      }));
      const shuffled = statements.toSorted((a, b) => a.key - b.key).map(({ made }) => [made]);
      const ordered = orderStatements(shuffled);
      expect(ordered.map(({ sql }) => sql).sort()).toEqual(statements.map(({ made }) => made.sql).sort());
      const provided = new Set<string>();
      for (const { provides, requires } of ordered) {
        for (const id of requires) expect(provided).toContain(id);
        for (const id of provides) provided.add(id);
      }
    }),
  );
});

describe('removals', () => {
  const objects = { 'table:public.t': {}, 'view:public.v': {}, 'view:public.w': {}, 'table:public.w': {} };
  const dependencies = { 'view:public.v': ['table:public.t'], 'view:public.w': ['view:public.v'] };
  const removing = (id: ObjectId, parts: Partial<Statement> = {}) =>
    statement(`drop ${id}`, { causedBy: [id], removes: [id], ...parts });
  const orderOf = (...statements: readonly Statement[]) =>
    orderStatements(
      statements.map((each) => [each]),
      { objects, dependencies },
    ).map(({ sql }) => sql);

  test('what is removed goes after all that depends on it', () => {
    expect(orderOf(removing('table:public.t'), removing('view:public.v'), removing('view:public.w'))).toEqual([
      'drop view:public.w',
      'drop view:public.v',
      'drop table:public.t',
    ]);
  });

  test('what is removed goes before what takes its name', () => {
    const made = statement('create table w', { provides: ['table:public.w'] });
    expect(orderOf(made, removing('view:public.w'))).toEqual(['drop view:public.w', 'create table w']);
  });

  test('what is changed no longer to need something is changed before that goes', () => {
    const changed = statement('change v', { causedBy: ['view:public.v'] });
    expect(orderOf(removing('table:public.t'), changed)).toEqual(['change v', 'drop table:public.t']);
  });
});
