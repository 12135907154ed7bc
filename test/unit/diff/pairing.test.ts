import { describe, expect, test } from 'vitest';
import type { Attributes, CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { compareCatalogs, type DriftRules, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { renameQuestions } from '../../../lib/diff/rename-questions.ts';
import { catalog, index, table } from './catalogs.ts';

const report: DriftRules = { ignore: [], unexpected: 'report' };
const users = table('users', 'id', 'email');

type Objects = { readonly [id: string]: Attributes };

function driftsBetween(expected: Objects, actual: Objects, settled: ReadonlySet<string> = new Set()) {
  return presentDrifts(compareCatalogs(catalog(expected), catalog(actual), report), settled, report);
}

function questionsBetween(expected: CatalogSnapshot, actual: CatalogSnapshot) {
  return renameQuestions(compareCatalogs(expected, actual, report), expected, actual);
}

const check = (name: string, definition: string): Objects => ({
  [`constraint:public.users.${name}`]: {
    belongsTo: ['table:public.users'],
    type: 'check',
    definition,
    isValidated: true,
  },
});

const unique = (name: string, definition = 'UNIQUE (email)'): Objects => ({
  [`constraint:public.users.${name}`]: {
    belongsTo: ['table:public.users'],
    type: 'unique',
    definition,
    isValidated: true,
  },
});

const uniqueIndex = (name: string, definition = 'USING btree (email)'): Objects => ({
  [`index:public.${name}`]: { belongsTo: ['table:public.users'], isUnique: true, definition, isValid: true },
});

describe('an object under another name, spelled otherwise', () => {
  const expected = { ...users, ...check('ck', 'CHECK ((EXTRACT(epoch FROM at) > 0))') };
  const actual = { ...users, ...check('users_check', "CHECK ((date_part('epoch'::text, at) > 0))") };
  const { questions, ...catalogs } = questionsBetween(catalog(expected), catalog(actual));

  test('is a question of its text, asked of catalogs that hold both under its id', () => {
    expect(questions).toMatchObject([
      {
        kind: 'modified',
        attribute: 'definition',
        expected: 'CHECK ((EXTRACT(epoch FROM at) > 0))',
        actual: "CHECK ((date_part('epoch'::text, at) > 0))",
      },
    ]);
    const id = questions[0]?.id ?? '';
    expect(catalogs.expected.objects[id]).toEqual(expected['constraint:public.users.ck']);
    expect(catalogs.actual.objects[id]).toEqual(actual['constraint:public.users.users_check']);
  });

  test('is renamed when the answer is yes', () => {
    const settled = new Set(questions.map(({ fingerprint }) => fingerprint));
    expect(driftsBetween(expected, actual, settled)).toMatchObject([
      { kind: 'renamed', id: 'constraint:public.users.ck', actual: 'constraint:public.users.users_check' },
    ]);
  });

  test('is missing and unexpected when the answer is no', () => {
    expect(driftsBetween(expected, actual).map(({ kind }) => kind)).toEqual(['missing', 'unexpected']);
  });
});

describe('nothing is asked', () => {
  test.for([
    ['of objects that are equal but for their names', check('a', 'CHECK (x)'), check('b', 'CHECK (x)')],
    ['of objects of different sorts', check('a', 'CHECK (x)'), unique('b')],
    ['of an index that is not valid', uniqueIndex('a'), index('b', 'users', 'id', false)],
    ['of objects on other tables', index('a', 'users', 'id'), index('b', 'plans', 'email')],
    ['of columns', table('users', 'id', 'email', 'a'), table('users', 'id', 'email', 'b')],
  ] as const)('%s', ([, expected, actual]) => {
    const [a, b] = [expected, actual].map((own) => catalog({ ...users, ...table('plans', 'id'), ...own }));
    expect(questionsBetween(a ?? catalog({}), b ?? catalog({})).questions).toEqual([]);
  });
});

test('each object is paired once', () => {
  const drifts = driftsBetween(
    { ...users, ...index('a', 'users', 'id'), ...index('b', 'users', 'id') },
    { ...users, ...index('c', 'users', 'id') },
  );
  expect(drifts).toMatchObject([
    { kind: 'renamed', id: 'index:public.a', actual: 'index:public.c' },
    { kind: 'missing', id: 'index:public.b' },
  ]);
});

describe('an index of a partitioned table under another name', () => {
  const part = (name: string, whole: string): Objects => ({
    [`index:public.${name}`]: {
      belongsTo: ['table:public.users_1', `index:public.${whole}`],
      isUnique: false,
      definition: 'USING btree (id)',
      isValid: true,
    },
  });
  const tables = { ...users, ...table('users_1', 'id', 'email') };

  test('is one drift, its parts being called alike', () => {
    const drifts = driftsBetween(
      { ...tables, ...index('ix', 'users', 'id'), ...part('users_1_ix', 'ix') },
      { ...tables, ...index('other', 'users', 'id'), ...part('users_1_ix', 'other') },
    );
    expect(drifts).toMatchObject([{ kind: 'renamed', id: 'index:public.ix' }]);
    expect(drifts).toHaveLength(1);
  });

  test('takes the new names of its parts along', () => {
    const drifts = driftsBetween(
      { ...tables, ...index('ix', 'users', 'id'), ...part('a_part', 'ix') },
      { ...tables, ...index('other', 'users', 'id'), ...part('other_part', 'other') },
    );
    expect(drifts).toMatchObject([
      { kind: 'renamed', id: 'index:public.a_part', actual: 'index:public.other_part' },
      { kind: 'renamed', id: 'index:public.ix', actual: 'index:public.other' },
    ]);
  });
});

describe('uniqueness in the other form', () => {
  test.for([
    ['an index for a constraint', unique('users_email_key'), uniqueIndex('ux'), 'unique index public.ux'],
    ['a constraint for an index', uniqueIndex('ux'), unique('uq'), 'unique constraint public.users.uq'],
    [
      'an index with further columns',
      unique('uq', 'UNIQUE (email) INCLUDE (id)'),
      uniqueIndex('ux', 'USING btree (email) INCLUDE (id)'),
      'unique index public.ux',
    ],
    ['an index of the very name', unique('ux'), uniqueIndex('ux'), 'unique index public.ux'],
  ] as const)('%s is one drift of low severity', ([, expected, actual, hint]) => {
    const drifts = driftsBetween({ ...users, ...expected }, { ...users, ...actual });
    expect(drifts).toMatchObject([{ kind: 'missing', severity: 'low', resembles: Object.keys(actual)[0] }]);
    expect(drifts).toHaveLength(1);
    expect(drifts[0]?.hint).toContain(hint);
  });

  test.for([
    ['a partial index', uniqueIndex('ux', 'USING btree (email) WHERE (id IS NOT NULL)'), 'high'],
    ['an index on other columns', uniqueIndex('ux', 'USING btree (id)'), 'high'],
    ['an index that is not unique', index('ux', 'users', 'email'), 'low'],
  ] as const)('%s stands for no constraint', ([, actual, severity]) => {
    const drifts = driftsBetween({ ...users, ...unique('uq') }, { ...users, ...actual });
    expect(drifts.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual([
      'missing high',
      `unexpected ${severity}`,
    ]);
  });
});
