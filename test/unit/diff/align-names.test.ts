import { expect, test } from 'vitest';
import { makeSnapshot } from '../../../lib/catalog/normalize.ts';
import { alignNames } from '../../../lib/diff/align-names.ts';

const snapshotOf = (objects: Parameters<typeof makeSnapshot>[0]['objects']) =>
  makeSnapshot({ engine: 'any', serverVersion: '1', objects });
const fold = (name: string) => name.toLowerCase();

test('an object and all that names it get the name that is expected', () => {
  const expected = snapshotOf([
    ['table:main.users', {}],
    ['constraint:main.posts.author', { references: 'table:main.users' }],
  ]);
  const actual = snapshotOf([
    ['table:main.Users', {}],
    ['column:main.Users.extra', { belongsTo: ['table:main.Users'], type: 'text' }],
    ['constraint:main.posts.author', { references: 'table:main.Users' }],
  ]);
  expect(alignNames(expected, actual, fold).objects).toEqual({
    'table:main.users': {},
    'column:main.Users.extra': { belongsTo: ['table:main.users'], type: 'text' },
    'constraint:main.posts.author': { references: 'table:main.users' },
  });
});

test('a name that is there to the letter is left alone', () => {
  const expected = snapshotOf([['table:main.users', {}]]);
  const actual = snapshotOf([
    ['table:main.users', {}],
    ['table:main.Users', {}],
  ]);
  expect(alignNames(expected, actual, fold)).toBe(actual);
});
