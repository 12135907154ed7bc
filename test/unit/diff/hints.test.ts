import { expect, test } from 'vitest';
import { compareCatalogs, presentDrifts } from '../../../lib/diff/find-drifts.ts';
import { catalog, table } from './catalogs.ts';

const rules = { ignore: [], unexpected: 'ignore' } as const;

test.for([
  [
    'a column under a similar name',
    table('conversations', 'id', 'platform'),
    table('conversations', 'id', 'platform_type'),
    'column:public.conversations.platform_type',
  ],
  [
    'a table in another letter case',
    table('user_project', 'id'),
    table('User_Project', 'id'),
    'table:public.User_Project',
  ],
  [
    'no column that the expectation itself has',
    table('conversations', 'platform', 'platform_type'),
    table('conversations', 'platform_type'),
    undefined,
  ],
  ['nothing of another name', table('plans', 'id', 'status'), table('plans', 'id', 'owner'), undefined],
] as const)('what is missing resembles %s', ([, expected, actual, resembles]) => {
  const [drift] = presentDrifts(compareCatalogs(catalog(expected), catalog(actual), rules), new Set(), rules);
  expect(drift?.kind).toBe('missing');
  expect(drift?.resembles).toBe(resembles);
});
