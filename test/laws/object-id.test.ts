import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatObjectId, kindOf, nameOf, parseObjectId } from '../../lib/catalog/object-id.ts';
import { arbitraryName } from './arbitrary-name.ts';
import { lawRuns } from './law-runs.ts';

const kind = fc.stringMatching(/^[a-z]{1,12}$/);
const path = fc.array(arbitraryName, { minLength: 1, maxLength: 3 });
const signature = fc.option(fc.string({ unit: 'binary', maxLength: 20 }), { nil: undefined });

test('an object id names what it was made from', () => {
  const law = fc.property(kind, path, signature, (kind, path, signature) => {
    const expected = { kind, path, ...(signature === undefined ? {} : { signature }) };
    expect(parseObjectId(formatObjectId(kind, path, signature))).toEqual(expected);
  });
  fc.assert(law, lawRuns(2_000));
});

test('different objects have different ids', () => {
  const law = fc.property(kind, path, path, signature, signature, (kind, a, b, first, second) => {
    const isSame = JSON.stringify([a, first]) === JSON.stringify([b, second]);
    expect(formatObjectId(kind, a, first) === formatObjectId(kind, b, second)).toBe(isSame);
  });
  fc.assert(law, lawRuns(2_000));
});

test('an object id is its kind and its name', () => {
  const law = fc.property(kind, path, signature, (kind, path, signature) => {
    const id = formatObjectId(kind, path, signature);
    expect(`${kindOf(id)}:${nameOf(id)}`).toBe(id);
    expect(kindOf(id)).toBe(kind);
  });
  fc.assert(law, lawRuns(500));
});
