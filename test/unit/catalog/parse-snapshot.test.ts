import { expect, test } from 'vitest';
import { parseSnapshot } from '../../../lib/catalog/parse-snapshot.ts';
import { snapshotFormatVersion as formatVersion } from '../../../lib/catalog/snapshot.ts';

const snapshot = {
  formatVersion,
  engine: 'postgresql',
  serverVersion: '18.1',
  objects: { 'table:public.b': { persistence: 'permanent' }, 'table:public.a': { persistence: 'unlogged' } },
};

function parse(document: unknown): unknown {
  return parseSnapshot(JSON.stringify(document), 'snapshots/prod.json');
}

test('a snapshot is read as one that was just made: sorted, nulls and unknown dependencies left out', () => {
  const read = parse({
    ...snapshot,
    objects: { ...snapshot.objects, 'enum:public.c': { labels: ['x'], comment: null } },
    dependencies: { 'table:public.b': ['table:public.a', 'table:public.gone'] },
  });
  expect(JSON.stringify(read)).toBe(
    JSON.stringify({
      formatVersion,
      engine: 'postgresql',
      serverVersion: '18.1',
      objects: {
        'enum:public.c': { labels: ['x'] },
        'table:public.a': { persistence: 'unlogged' },
        'table:public.b': { persistence: 'permanent' },
      },
      dependencies: { 'table:public.b': ['table:public.a'] },
    }),
  );
});

test.for([
  ['a list', []],
  ['null', null],
  ['a report', { environments: [] }],
  ['objects as a list', { ...snapshot, objects: [] }],
  ['an object that is a text', { ...snapshot, objects: { 'table:public.a': 'permanent' } }],
  ['an object that is null', { ...snapshot, objects: { 'table:public.a': null } }],
  ['an object that is a list', { ...snapshot, objects: { 'table:public.a': [] } }],
  ['dependencies that are no lists', { ...snapshot, dependencies: { 'table:public.a': 'table:public.b' } }],
  ['another format', { ...snapshot, formatVersion: formatVersion + 1 }],
] as const)('%s is no snapshot, and the error names the file and the remedy', ([, document]) => {
  expect(() => parse(document)).toThrow(
    expect.objectContaining({
      code: 'invalid-snapshot',
      message: expect.stringContaining('snapshots/prod.json'),
      remedy: expect.stringContaining('driftline snapshot'),
    }),
  );
});

test('what is no JSON is said to be none', () => {
  expect(() => parseSnapshot('create table a ();', 'a.json')).toThrow('a.json is not JSON');
});
