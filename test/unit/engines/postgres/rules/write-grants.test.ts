import { expect, test } from 'vitest';
import { writeGrants } from '../../../../../lib/engines/postgres/rules/access/write-grants.ts';

test.for([
  ['nothing changes nothing', { app: ['SELECT'] }, { app: ['SELECT'] }, []],
  [
    'a role that lacks a privilege is granted it',
    {},
    { app: ['SELECT', 'UPDATE'] },
    ['GRANT SELECT, UPDATE ON x TO app'],
  ],
  [
    'what nobody promised is revoked',
    { app: ['DELETE', 'SELECT'] },
    { app: ['SELECT'] },
    ['REVOKE DELETE ON x FROM app'],
  ],
  ['everybody is PUBLIC', { public: ['EXECUTE'] }, { public: [] }, ['REVOKE EXECUTE ON x FROM PUBLIC']],
  [
    'a grant option is a privilege of its own',
    { app: ['SELECT'] },
    { app: ['SELECT with grant option'] },
    ['REVOKE SELECT ON x FROM app', 'GRANT SELECT ON x TO app WITH GRANT OPTION'],
  ],
  [
    'ALL is taken back as a whole, since only the server knows what it is',
    { app: ['ALL'] },
    { app: ['SELECT'] },
    ['REVOKE ALL ON x FROM app', 'GRANT SELECT ON x TO app'],
  ],
  [
    'role names are quoted',
    {},
    { 'App "one"': ['SELECT'], user: ['SELECT'] },
    ['GRANT SELECT ON x TO "App ""one"""', 'GRANT SELECT ON x TO "user"'],
  ],
] as const)('%s', ([, actual, expected, statements]) => {
  expect(writeGrants(actual, expected, 'ON x')).toEqual(statements);
});

test('the privileges of a column stand before its list', () => {
  expect(writeGrants({}, { app: ['SELECT', 'UPDATE'] }, 'ON TABLE t', ' (c)')).toEqual([
    'GRANT SELECT (c), UPDATE (c) ON TABLE t TO app',
  ]);
});
