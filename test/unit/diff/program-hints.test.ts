import { expect, test } from 'vitest';
import type { Attributes, CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { compareCatalogs, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { catalog } from './catalogs.ts';

type Objects = { readonly [id: string]: Attributes };
type Needs = CatalogSnapshot['dependencies'];

const rules = { ignore: [], unexpected: 'report' } as const;

/** The hint on each drift. */
function hintsBetween(expected: Objects, actual: Objects, dependencies: Needs = {}) {
  const comparison = compareCatalogs({ ...catalog(expected), dependencies }, catalog(actual), rules);
  return presentDrifts(comparison, new Set(), rules).map(({ kind, id, hint }) => ({
    drift: `${kind} ${id}`,
    hint,
  }));
}

function hintBetween(expected: Objects, actual: Objects, dependencies?: Needs): string | undefined {
  const [first, ...others] = hintsBetween(expected, actual, dependencies);
  expect(others).toEqual([]);
  return first?.hint;
}

const sql = { language: 'sql', arguments: '', body: 'select 1', returns: 'integer' };
const schemas = { 'schema:public': {}, 'schema:old': {} };

test.for([
  [
    'with other arguments, which nobody expects',
    { 'function:public.slug(text,integer)': sql },
    { 'function:public.slug(text)': sql },
    'public.slug(text) exists: is it the same function with other arguments? CREATE OR REPLACE with other arguments makes a second one beside it',
  ],
  [
    'with other arguments, which is expected beside it',
    { 'function:public.slug(text,integer)': sql, 'function:public.slug(text)': sql },
    { 'function:public.slug(text)': sql },
    'public.slug(text) exists as well, and is expected: a call that means the one with (text,integer) fails, or ends up there by a cast',
  ],
  [
    'in another letter case',
    { 'function:public.slug(text)': sql },
    { 'function:public.Slug(text)': sql },
    'Slug exists: the name differs only in letter case, and unquoted names are folded to lower case',
  ],
  [
    'in another schema, with the same arguments rather than others',
    { ...schemas, 'function:public.slug(text)': sql },
    { ...schemas, 'function:old.slug()': sql, 'function:old.slug(text)': sql },
    'old.slug(text) exists in another schema: was search_path another one when it was made, or is it when it is called?',
  ],
] as const)('a missing function that is there %s', ([, expected, actual, hint]) => {
  expect(hintsBetween(expected, actual).find(({ drift }) => drift.startsWith('missing'))?.hint).toBe(hint);
});

test.for([
  ['isSecurityDefiner', null, true, 'runs with the rights of its owner, whoever calls it'],
  ['isSecurityDefiner', true, null, 'runs with the rights of its caller'],
  ['volatility', null, 'immutable', 'answers are stale'],
  ['volatility', 'immutable', null, 'nobody can build an index'],
  ['settings', { search_path: 'app' }, null, 'with another search_path it finds other tables'],
  ['isStrict', null, true, 'it is not called, and answers NULL'],
  ['isStrict', true, null, 'arguments that are NULL as well'],
] as const)('a function whose %s is not %j but %j', ([attribute, promised, found, hint]) => {
  const id = 'function:public.f()';
  expect(hintBetween({ [id]: { ...sql, [attribute]: promised } }, { [id]: { ...sql, [attribute]: found } })).toContain(
    hint,
  );
});

const secured = { 'table:public.t': { persistence: 'permanent', isRowSecured: true } };
const open = { 'table:public.t': { persistence: 'permanent' } };
const hanging = (id: string, attributes: Attributes): Objects => ({
  [id]: { belongsTo: ['table:public.t'], ...attributes },
});
const policy = (name: string, attributes: Attributes = {}) =>
  hanging(`policy:public.t.${name}`, { command: 'all', roles: ['public'], using: 'true', ...attributes });

test.for([
  [
    'the last one that lets anybody in',
    { ...secured, ...policy('p') },
    secured,
    'public.t has no policy left that lets anybody in',
  ],
  [
    'one of several',
    { ...secured, ...policy('p'), ...policy('q') },
    { ...secured, ...policy('q') },
    'rows that only this policy shows are not found, without an error',
  ],
  [
    'one that restricts',
    { ...secured, ...policy('p', { isRestrictive: true }) },
    secured,
    'the rows that this policy hides are open',
  ],
  ['while row security is off and is to be', { ...open, ...policy('p') }, open, 'the same without the policy until'],
  ['too many', secured, { ...secured, ...policy('p') }, 'policies are joined by OR'],
  ['too many, one that restricts', secured, { ...secured, ...policy('p', { isRestrictive: true }) }, 'it hides rows'],
  ['too many, while row security is off', open, { ...open, ...policy('p') }, 'the policy does nothing'],
] as const)('a policy that is missing or too many: %s', ([, expected, actual, hint]) => {
  expect(hintBetween(expected, actual)).toContain(hint);
});

test('a policy that is missing while row security is off against the promise leaves every row open', () => {
  expect(hintsBetween({ ...secured, ...policy('p') }, open)).toMatchObject([
    {
      drift: 'missing policy:public.t.p',
      hint: 'row security is off as well: whoever may read the table reads every row',
    },
    { drift: 'modified table:public.t', hint: 'its policies do nothing: whoever may read the table reads every row' },
  ]);
});

test.for([
  ['on without a policy', open, secured, 'queries find no rows and writes fail'],
  [
    'on with a policy',
    { ...open, ...policy('p') },
    { ...secured, ...policy('p') },
    'only find the rows that its policies show',
  ],
  [
    'no longer forced on its owner',
    { 'table:public.t': { ...secured['table:public.t'], isRowSecurityForced: true } },
    secured,
    'connects as the owner is bound by no policy',
  ],
  [
    'forced on its owner',
    secured,
    { 'table:public.t': { ...secured['table:public.t'], isRowSecurityForced: true } },
    'jobs that run as the owner may find no rows',
  ],
] as const)('row security that is %s', ([, expected, actual, hint]) => {
  expect(hintBetween(expected, actual)).toContain(hint);
});

const trigger = (attributes: Attributes = {}) => ({
  ...open,
  ...hanging('trigger:public.t.stamp', { definition: 'CREATE TRIGGER stamp', ...attributes }),
});

test.for([
  ['is disabled', trigger(), trigger({ firing: 'disabled' }), 'enabling it does not make up for that'],
  ['fires for replication only', trigger(), trigger({ firing: 'replica' }), 'ordinary writes go past it'],
  ['fires for replication too', trigger(), trigger({ firing: 'always' }), 'may be done twice'],
  [
    'fires though it is to be disabled',
    trigger({ firing: 'disabled' }),
    trigger(),
    'though the migrations switched it off',
  ],
  ['differs in what it does', trigger(), trigger({ definition: 'CREATE TRIGGER other' }), undefined],
] as const)('a trigger that %s', ([, expected, actual, hint]) => {
  expect(hintBetween(expected, actual)).toEqual(hint === undefined ? undefined : expect.stringContaining(hint));
});

test('a missing trigger whose function is missing too says so', () => {
  const called = { 'function:public.stamp()': sql };
  const hints = hintsBetween({ ...trigger(), ...called }, open, {
    'trigger:public.t.stamp': ['function:public.stamp()', 'table:public.t'],
  });
  expect(hints.find(({ drift }) => drift === 'missing trigger:public.t.stamp')?.hint).toBe(
    'the function public.stamp(), which it needs, is missing too: bring that back first',
  );
});

const view = (definition: string) => ({ 'view:public.v': { definition } });

test.for([
  [
    'lacks a column',
    ' SELECT id,\n    title,\n    made\n   FROM t',
    ' SELECT id,\n    title\n   FROM t',
    'all that its query lacks is "made": it may be that of an older migration',
  ],
  [
    'has a column more',
    ' SELECT id\n   FROM t',
    ' SELECT id,\n    extra\n   FROM t',
    'its query only has "extra" more than the migrations promise',
  ],
  ['reads another table', ' SELECT id\n   FROM t', ' SELECT id\n   FROM u', undefined],
  [
    'has the same lines in another order',
    ' SELECT a,\n    b,\n    c\n   FROM t',
    ' SELECT a,\n    c,\n    b\n   FROM t',
    undefined,
  ],
] as const)('a view that %s', ([, expected, actual, hint]) => {
  expect(hintBetween(view(expected), view(actual))).toBe(hint);
});

test('a missing view is found in another schema, or as what it stands on, which is missing too', () => {
  const needs = { 'view:public.v': ['table:public.t'] };
  expect(hintsBetween({ ...view('SELECT 1'), ...open }, {}, needs)).toMatchObject([
    { drift: 'missing table:public.t' },
    {
      drift: 'missing view:public.v',
      hint: 'the table public.t, which it needs, is missing too: bring that back first',
    },
  ]);
  const inOld = { ...schemas, 'view:old.v': { definition: 'SELECT 1' } };
  expect(hintsBetween({ ...schemas, ...view('SELECT 1') }, inOld)).toContainEqual({
    drift: 'missing view:public.v',
    hint: "old.v exists in another schema: is search_path or the connection's database the one you mean?",
  });
});
