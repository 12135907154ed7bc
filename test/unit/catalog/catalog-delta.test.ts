import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, deltaOf } from '../../../lib/catalog/catalog-delta.ts';
import { type CatalogSnapshot, snapshotFormatVersion } from '../../../lib/catalog/snapshot.ts';

const snapshotOf = (objects: CatalogSnapshot['objects']): CatalogSnapshot => ({
  formatVersion: snapshotFormatVersion,
  engine: 'postgresql',
  serverVersion: '18',
  objects,
  dependencies: {},
});

const objects = fc.dictionary(fc.constantFrom('table:a', 'table:b', 'table:c'), fc.record({ kind: fc.nat(2) }));

test('a delta makes the one catalog out of the other, and is empty between equals', () => {
  fc.assert(
    fc.property(objects, objects, (one, other) => {
      const [a, b] = [snapshotOf(one), snapshotOf(other)];
      expect(applyDelta(a, deltaOf(a, b)).objects).toEqual(other);
      expect(deltaOf(a, a)).toEqual({});
    }),
  );
});

test('what the other lacks is null', () => {
  expect(deltaOf(snapshotOf({ 'table:a': {} }), snapshotOf({}))).toEqual({ 'table:a': null });
});
