import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, cutToColumns, line, pad, span, widthOf, wrap } from '../../../lib/report/layout.ts';
import { showOnOneLine } from '../../../lib/report/sanitize.ts';

function textOf(spans: readonly { readonly text: string }[]): string {
  return spans.map(({ text }) => text).join('');
}

const texts = fc.string({ unit: 'grapheme', maxLength: 200 });

test('no part of a wrapped line is wider than asked', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 12, max: 80 }), fc.integer({ min: 0, max: 8 }), (text, width, hang) => {
      for (const part of wrap(line(text), width, hang)) expect(widthOf(part)).toBeLessThanOrEqual(width);
    }),
  );
});

test('wrapping loses nothing but spaces', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 12, max: 80 }), (text, width) => {
      const words = (whole: string) => whole.replaceAll(' ', '');
      expect(words(wrap(line(text), width, 4).map(textOf).join(''))).toBe(words(showOnOneLine(text)));
    }),
  );
});

test.for([
  ['breaks at spaces', 'one two three', 9, 2, ['one two ', '  three']],
  ['cuts a word that is too wide', 'abcdefghijklmno', 10, 2, ['abcdefghij', '  klmno']],
  [
    'does not leave a label alone on its line',
    'label  abcdefghijklmnop',
    14,
    7,
    ['label  abcdefg', '       hijklmn', '       op'],
  ],
  ['counts a wide character as two columns', '日本語日本語', 7, 0, ['日本語', '日本語']],
  ['keeps the spaces at the beginning', '    one two', 9, 6, ['    one ', '      two']],
] as const)('%s', ([, text, width, hang, parts]) => {
  expect(wrap(line(text), width, hang).map(textOf)).toEqual(parts);
});

test('a style survives the break of its span', () => {
  const wrapped = wrap(line('see ', span('one two three', 'bad')), 8, 0);
  expect(wrapped).toEqual([
    [{ text: 'see ' }, { text: 'one ', style: 'bad' }],
    [{ text: 'two ', style: 'bad' }],
    [{ text: 'three', style: 'bad' }],
  ]);
});

test('padding counts columns, not characters', () => {
  expect(widthOf(pad(line('日本'), 6))).toBe(6);
  expect(columnsOf('e\u0301')).toBe(1);
});

test.for([
  ['plain', 3, 'pla'],
  ['日本語', 4, '日本'],
  ['\u001b[2J', 6, '\u001b'],
  ['\u001b[2J', 5, ''],
  ['short', 10, 'short'],
] as const)('%j cut to %i columns is %j', ([text, columns, kept]) => {
  expect(cutToColumns(text, columns)).toBe(kept);
});
