import { describe, expect, test } from 'vitest';
import { findUnmended, findUnproved, type Step } from '../../../lib/apply/find-unproved.ts';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { compareCatalogs, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import type { Statement } from '../../../lib/plan/statement.ts';
import { catalog, index, table } from '../diff/catalogs.ts';
import { statement } from '../plan/statements.ts';

const users = table('users', 'id');
const plans = table('plans', 'id', 'status');
const ix = index('ix', 'plans', 'status');

function sight(snapshot: CatalogSnapshot, expected: CatalogSnapshot) {
  const rules = { ignore: [], unexpected: 'report' } as const;
  return { snapshot, drifts: presentDrifts(compareCatalogs(expected, snapshot, rules), new Set(), rules) };
}

/** The step from one catalog to another, towards a third. */
function step(
  catalogs: { readonly expected: CatalogSnapshot; readonly before: CatalogSnapshot; readonly after: CatalogSnapshot },
  ran: readonly Statement[],
  later: readonly Statement[] = [],
): Step {
  const { expected, before, after } = catalogs;
  return {
    plan: { catalogFingerprint: '', statements: [...ran, ...later], unplanned: [] },
    ran,
    earlier: [],
    before: sight(before, expected),
    after: sight(after, expected),
  };
}

const createPlans = statement('create plans', {
  causedBy: ['table:public.plans'],
  provides: Object.keys(plans),
});
const createIndex = statement('create ix', {
  causedBy: ['table:public.plans'],
  provides: ['index:public.ix'],
  requires: ['table:public.plans'],
});

const expected = catalog({ ...users, ...plans, ...ix });
const before = catalog(users);

describe('a transaction is proved', () => {
  test('when all is there and nothing else changed', () => {
    expect(findUnproved(step({ expected, before, after: expected }, [createPlans, createIndex]))).toBeUndefined();
  });

  test('when a later statement is still to bring the rest', () => {
    const after = catalog({ ...users, ...plans });
    expect(findUnproved(step({ expected, before, after }, [createPlans], [createIndex]))).toBeUndefined();
  });

  test('when a column came to a child along with its parent', () => {
    const family = {
      ...table('p', 'id'),
      'table:public.c': { persistence: 'permanent', inherits: ['table:public.p'] },
    };
    const added = {
      'column:public.p.x': { belongsTo: ['table:public.p'], type: 'text', isNullable: true },
    };
    const inherited = {
      'column:public.c.x': { belongsTo: ['table:public.c', 'column:public.p.x'], type: 'text', isNullable: true },
    };
    const add = statement('add x', { causedBy: ['column:public.p.x'], provides: ['column:public.p.x'] });
    const catalogs = {
      expected: catalog({ ...family, ...added }),
      before: catalog(family),
      after: catalog({ ...family, ...added, ...inherited }),
    };
    expect(findUnproved(step(catalogs, [add]))).toBeUndefined();
  });

  test('when a table that a step before has made becomes a partition with all its columns, and not one that was there', () => {
    const attached = catalog({
      ...users,
      'table:public.plans': { persistence: 'permanent', partitionOf: 'table:public.users' },
      'column:public.plans.id': {
        belongsTo: ['table:public.plans', 'column:public.users.id'],
        type: 'text',
        isNullable: true,
      },
    });
    const alone = catalog({ ...users, ...table('plans', 'id') });
    const attach = statement('attach plans', { causedBy: ['table:public.plans'] });
    const attaching = step({ expected: attached, before: alone, after: attached }, [attach]);
    expect(findUnproved({ ...attaching, earlier: [createPlans] })).toBeUndefined();
    expect(findUnproved(attaching)).toBe('public.plans.id was changed, which no statement was to do');
  });
});

describe('a transaction is not proved', () => {
  test('when something that it should provide is not there', () => {
    const after = catalog({ ...users, ...plans });
    expect(findUnproved(step({ expected, before, after }, [createPlans, createIndex]))).toBe(
      'index:public.ix is still missing',
    );
  });

  test('when the table was there already in another shape, which IF NOT EXISTS passes over', () => {
    const odd = {
      ...plans,
      'column:public.plans.status': { belongsTo: ['table:public.plans'], type: 'integer', isNullable: true },
    };
    const after = catalog({ ...users, ...odd, ...ix });
    expect(findUnproved(step({ expected, before, after }, [createPlans, createIndex]))).toBe(
      'column:public.plans.status is type modified although the plan was to mend it',
    );
  });

  test.for([
    ['added', { ...users, ...plans, ...ix, ...table('other') }, 'public.other was added'],
    [
      'removed',
      { 'table:public.users': users['table:public.users'] ?? {}, ...plans, ...ix },
      'public.users.id was removed',
    ],
    [
      'changed',
      { ...users, ...plans, ...ix, 'table:public.users': { persistence: 'unlogged' } },
      'public.users was changed',
    ],
  ] as const)('when something else was %s', ([, objects, reason]) => {
    const after = catalog(objects);
    const aim = catalog({ ...objects, ...users, ...plans, ...ix });
    expect(findUnproved(step({ expected: aim, before, after }, [createPlans, createIndex]))).toContain(reason);
  });
});

describe('a statement that ran alone', () => {
  const there = catalog({ ...users, ...plans });
  const build = statement('build', {
    causedBy: ['index:public.ix'],
    provides: ['index:public.ix'],
    transaction: 'outside',
  });

  test('is proved when its index is valid, whatever others did meanwhile', () => {
    const after = catalog({ ...users, ...plans, ...ix, ...table('other') });
    expect(findUnmended(step({ expected, before: there, after }, [build]))).toBeUndefined();
  });

  test('is not proved when its index is INVALID', () => {
    const after = catalog({ ...users, ...plans, ...index('ix', 'plans', 'status', false) });
    expect(findUnmended(step({ expected, before: there, after }, [build]))).toBe('index:public.ix is INVALID');
  });

  test('is not proved when its index is another one under the same name', () => {
    const after = catalog({ ...users, ...plans, ...index('ix', 'plans', 'id') });
    expect(findUnmended(step({ expected, before: there, after }, [build]))).toBe(
      'index:public.ix is definition modified although the plan was to mend it',
    );
  });
});
