import { describe, expect, test } from 'vitest';
import type { CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { compareCatalogs, type DriftRules, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { catalog, index, table } from './catalogs.ts';

const report: DriftRules = { ignore: [], unexpected: 'report' };

function driftsBetween(expected: CatalogSnapshot, actual: CatalogSnapshot, rules: DriftRules = report) {
  return presentDrifts(compareCatalogs(expected, actual, rules), new Set(), rules);
}

describe('one difference is one drift', () => {
  const users = catalog({ ...table('users', 'id', 'email'), ...index('ix_email', 'users', 'email') });

  test.for([
    ['identical catalogs', users, users, []],
    [
      'a missing table lists what falls with it',
      users,
      catalog(table('other')),
      [
        {
          kind: 'missing',
          id: 'table:public.users',
          severity: 'critical',
          includes: ['column:public.users.email', 'column:public.users.id', 'index:public.ix_email'],
        },
        { kind: 'unexpected', id: 'table:public.other' },
      ].reverse(),
    ],
    [
      'a missing column',
      users,
      catalog({ ...table('users', 'id'), ...index('ix_email', 'users', 'email') }),
      [{ kind: 'missing', id: 'column:public.users.email', severity: 'critical' }],
    ],
    [
      'an index under another name',
      users,
      catalog({ ...table('users', 'id', 'email'), ...index('users_email', 'users', 'email') }),
      [{ kind: 'renamed', id: 'index:public.ix_email', actual: 'index:public.users_email', severity: 'low' }],
    ],
    [
      'an index that is not valid',
      users,
      catalog({ ...table('users', 'id', 'email'), ...index('ix_email', 'users', 'email', false) }),
      [{ kind: 'invalid', id: 'index:public.ix_email', severity: 'medium' }],
    ],
    [
      'an index on other columns',
      users,
      catalog({ ...table('users', 'id', 'email'), ...index('ix_email', 'users', 'id') }),
      [
        {
          kind: 'modified',
          id: 'index:public.ix_email',
          attribute: 'definition',
          expected: 'USING btree (email)',
          actual: 'USING btree (id)',
        },
      ],
    ],
  ] as const)('%s', ([, expected, actual, drifts]) => {
    expect(driftsBetween(expected, actual)).toMatchObject(drifts);
  });
});

test('swapping expected and actual mirrors missing and unexpected', () => {
  const a = catalog({ ...table('users', 'id', 'email'), ...table('plans', 'id') });
  const b = catalog(table('users', 'id'));
  const mirror = { missing: 'unexpected', unexpected: 'missing' } as { readonly [kind: string]: string };
  const there = driftsBetween(a, b).map(({ kind, id }) => ({ kind, id }));
  const back = driftsBetween(b, a).map(({ kind, id }) => ({ kind: mirror[kind], id }));
  expect(back).toEqual(there);
});

test("objects in schemas where the expectation has none are nobody's drift", () => {
  const expected = catalog(table('users', 'id'));
  const actual = catalog({ ...table('users', 'id'), 'table:cron.job': { persistence: 'permanent' } });
  expect(driftsBetween(expected, actual)).toEqual([]);
});

test('an empty public schema is not asked for by an expectation that uses another', () => {
  const expected = catalog({ 'schema:public': {}, 'schema:app': {}, 'table:app.t': { persistence: 'permanent' } });
  const actual = catalog({ 'schema:app': {}, 'table:app.t': { persistence: 'permanent' } });
  expect(driftsBetween(expected, actual)).toEqual([]);
});

test('an ignored table takes its columns and indexes along', () => {
  const expected = catalog({ ...table('users', 'id'), ...table('tmp_a', 'id'), ...index('ix', 'tmp_a', 'id') });
  const actual = catalog({ ...table('users', 'id'), ...table('tmp_b', 'id') });
  expect(driftsBetween(expected, actual, { ...report, ignore: [{ pattern: 'table:public.tmp_*' }] })).toEqual([]);
});

test('what the migrations do not know is silent unless asked for', () => {
  const expected = catalog(table('users', 'id'));
  const actual = catalog(table('users', 'id', 'nickname'));
  expect(driftsBetween(expected, actual, { ignore: [], unexpected: 'ignore' })).toEqual([]);
  expect(driftsBetween(expected, actual)).toMatchObject([{ kind: 'unexpected', severity: 'low' }]);
});

test('an unexpected column that every insert must fill is high', () => {
  const expected = catalog(table('users', 'id'));
  const actual = catalog({
    ...table('users', 'id'),
    'column:public.users.tenant': { belongsTo: ['table:public.users'], type: 'text', isNullable: false },
  });
  expect(driftsBetween(expected, actual)).toMatchObject([{ kind: 'unexpected', severity: 'high' }]);
});

describe('hints', () => {
  test('a missing column names a similar one that the migrations do not know', () => {
    const expected = catalog(table('conversations', 'id', 'platform'));
    const actual = catalog(table('conversations', 'id', 'platform_type'));
    const [drift] = driftsBetween(expected, actual, { ignore: [], unexpected: 'ignore' });
    expect(drift).toMatchObject({ id: 'column:public.conversations.platform', kind: 'missing' });
    expect(drift?.hint).toContain('platform_type exists');
  });

  test('a column that the migrations do know is no candidate', () => {
    const expected = catalog(table('conversations', 'platform', 'platform_type'));
    const actual = catalog(table('conversations', 'platform_type'));
    expect(driftsBetween(expected, actual)[0]?.hint).toBeUndefined();
  });

  test('a missing table names its twin in another letter case', () => {
    const expected = catalog(table('UserProject', 'id'));
    const actual = catalog(table('userproject', 'id'));
    expect(driftsBetween(expected, actual, { ignore: [], unexpected: 'ignore' })[0]?.hint).toContain(
      'userproject exists',
    );
  });

  test('a missing table names its twin in another schema, though that schema is not compared', () => {
    const expected = catalog(table('users', 'id'));
    const actual = catalog({ 'table:app.users': { persistence: 'permanent' } });
    expect(driftsBetween(expected, actual)[0]?.hint).toContain('app.users exists in another schema');
  });
});
