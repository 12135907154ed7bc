import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingPart } from '../../../lib/report/text/differing-part.ts';

test.for([
  [
    'a part of a word',
    'character varying(20)',
    'character varying(50)',
    ['character ', 'varying(20)', 'varying(50)', ''],
  ],
  ['a word in the middle', 'a default 1 b', 'a default 2 b', ['a default ', '1', '2', ' b']],
  ['an item of a list', 'happy, calm, sad', 'happy, sad', ['happy, ', 'calm, ', '', 'sad']],
  ['an item at the end', 'a, b', 'a, b, c', ['a, ', 'b', 'b, c', '']],
  ['everything', 'not null', 'nullable', ['', 'not null', 'nullable', '']],
  ['nothing', 'same', 'same', ['', 'same', 'same', '']],
] as const)('%s differs', ([, expected, actual, [before, expectedPart, actualPart, after]]) => {
  expect(differingPart(expected, actual)).toEqual({ before, expectedPart, actualPart, after });
});

test('the parts make up both texts again', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 40 });
  fc.assert(
    fc.property(text, text, (expected, actual) => {
      const { before, expectedPart, actualPart, after } = differingPart(expected, actual);
      expect([`${before}${expectedPart}${after}`, `${before}${actualPart}${after}`]).toEqual([expected, actual]);
    }),
  );
});

test('of a long shared beginning only its end is kept', () => {
  const { before } = differingPart(`${'x '.repeat(500)}1`, `${'x '.repeat(500)}2`);
  expect(before).toMatch(/^…[x ]{60}$/);
});
