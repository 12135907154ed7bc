import { expect, test } from 'vitest';
import type { Extra } from '../../../lib/catalog/extras.ts';
import { makeSnapshot } from '../../../lib/catalog/normalize.ts';
import type { Attributes, CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';
import { diffCatalogs } from '../../../lib/diff/diff-catalogs.ts';
import { keepExtras } from '../../../lib/diff/keep-extras.ts';

const table = 'table:public.t';
const column = 'column:public.t.c';

function catalogOf(objects: { readonly [id: string]: Attributes }): CatalogSnapshot {
  return makeSnapshot({ engine: 'postgresql', serverVersion: '18', objects: Object.entries(objects) });
}

/** What differs when these are asked for: `table:public.t owner`. */
function differences(
  expected: Attributes,
  actual: Attributes,
  extras: readonly Extra[],
  id = table,
): readonly string[] {
  const kept = keepExtras({ expected: catalogOf({ [id]: expected }), actual: catalogOf({ [id]: actual }) }, extras);
  return diffCatalogs(kept.expected, kept.actual).map(({ attribute }) => attribute ?? '');
}

const said = { comment: 'a', owner: 'app', grants: { reader: ['SELECT'] } };
const found = { comment: 'b', owner: 'ops', grants: { reader: ['ALL'] } };

test.for([
  [[], []],
  [['comments'], ['comment']],
  [['owners'], ['owner']],
  [['grants'], ['grants']],
  [
    ['comments', 'grants', 'owners'],
    ['comment', 'grants', 'owner'],
  ],
] as const)('asking for %j compares %j', ([extras, attributes]) => {
  expect(differences(said, found, extras)).toEqual(attributes);
});

test('a catalog without any of it is handed on as it is', () => {
  const catalog = catalogOf({ [table]: { persistence: 'permanent' } });
  const kept = keepExtras({ expected: catalog, actual: catalog }, ['grants']);
  expect(kept.expected).toBe(catalog);
  expect(kept.actual).toBe(catalog);
});

test('an owner whom the expectation does not name is no drift', () => {
  expect(differences({}, { owner: 'ops' }, ['owners'])).toEqual([]);
  expect(differences({ owner: 'app' }, {}, ['owners'])).toEqual(['owner']);
});

test('the mark that a CLUSTER by hand left is no drift, and one that is promised is', () => {
  const marked = { clusteredOn: 'index:public.ix' };
  expect(differences({}, marked, [])).toEqual([]);
  expect(differences(marked, {}, [])).toEqual(['clusteredOn']);
});

test('a grant to whoever owns the object says nothing new', () => {
  const granted = { grants: { app: ['SELECT'] } };
  expect(differences(granted, { owner: 'app' }, ['grants'])).toEqual([]);
  expect(differences(granted, { owner: 'ops' }, ['grants'])).toEqual(['grants']);
});

test('the owner of a table is that of its columns', () => {
  const [expected, actual] = [
    catalogOf({ [table]: {}, [column]: { belongsTo: [table], grants: { app: ['UPDATE'] } } }),
    catalogOf({ [table]: { owner: 'app' }, [column]: { belongsTo: [table] } }),
  ];
  const kept = keepExtras({ expected, actual }, ['grants']);
  expect(diffCatalogs(kept.expected, kept.actual)).toEqual([]);
});

test('default privileges are compared with the grants alone', () => {
  const id = 'default-privilege:app.public.tables';
  const [before, after] = [{ grants: { reader: ['SELECT'] } }, { grants: {} }];
  expect(differences(before, after, ['comments', 'owners'], id)).toEqual([]);
  expect(differences(before, after, ['grants'], id)).toEqual(['grants']);
});

test('what the migrations let their own role grant, any role may: nobody knows whom a host chose', () => {
  const grants = { grants: { reader: ['SELECT'] } };
  const expected = catalogOf({ 'default-privilege:"".app.tables': grants });
  const seen = (objects: { readonly [id: string]: Attributes }) => {
    const kept = keepExtras({ expected, actual: catalogOf(objects) }, ['grants']);
    return diffCatalogs(kept.expected, kept.actual).map(({ kind, id }) => `${kind} ${id}`);
  };
  expect(seen({ 'default-privilege:deployer.app.tables': grants })).toEqual([]);
  expect(seen({})).toEqual([]);
  expect(
    seen({
      'default-privilege:deployer.app.sequences': grants,
      'default-privilege:deployer.app.tables': { grants: { reader: ['ALL'] } },
      'default-privilege:deployer.tables': grants,
    }),
  ).toEqual([
    'unexpected default-privilege:deployer.app.sequences',
    'unexpected default-privilege:deployer.app.tables',
    'unexpected default-privilege:deployer.tables',
  ]);
});
