import { expect, test } from 'vitest';
import type { Attributes } from '../../../lib/catalog/snapshot.ts';
import { compareCatalogs, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { catalog, index, table } from './catalogs.ts';

const rules = { ignore: [], unexpected: 'report' } as const;
const key: { readonly [id: string]: Attributes } = {
  'constraint:public.users.users_pkey': {
    belongsTo: ['table:public.users'],
    type: 'primary key',
    definition: 'PRIMARY KEY (id)',
    isValidated: true,
  },
};

test('a missing table says how many children of each sort it takes along', () => {
  const expected = catalog({ ...table('users', 'id', 'email'), ...index('ix_email', 'users', 'email'), ...key });
  const [drift] = presentDrifts(compareCatalogs(expected, catalog({}), rules), new Set(), rules);
  expect(drift).toMatchObject({
    id: 'table:public.users',
    includeCounts: { column: 2, index: 1, 'primary key': 1 },
  });
  expect(drift).not.toHaveProperty('belongsTo');
});

test.for([
  ['missing', ['id', 'email'], ['id', 'email'], true, false],
  ['unexpected', ['id', 'email'], ['id', 'email'], false, true],
] as const)('a %s index names its table', ([kind, expectedColumns, actualColumns, isExpected, isActual]) => {
  const email = index('ix_email', 'users', 'email');
  const expected = catalog({ ...table('users', ...expectedColumns), ...(isExpected ? email : {}) });
  const actual = catalog({ ...table('users', ...actualColumns), ...(isActual ? email : {}) });
  expect(presentDrifts(compareCatalogs(expected, actual, rules), new Set(), rules)).toMatchObject([
    { kind, id: 'index:public.ix_email', belongsTo: ['table:public.users'] },
  ]);
});
