import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCount, hasUnshowable, shorten, showOnLines, showOnOneLine } from '../../../lib/report/sanitize.ts';

test.for([
  ['ordinary text in any script', 'Привет, 電報, שלום, café', 'Привет, 電報, שלום, café'],
  ['a backslash', String.raw`'^\d+$'`, String.raw`'^\d+$'`],
  ['line breaks and tabs', 'a\nb\r\tc', String.raw`a\nb\r\tc`],
  ['escape sequences', '\u001b[31mred\u009b0m', String.raw`\u001b[31mred\u009b0m`],
  ['bidirectional overrides and isolates', '\u202eabc\u2066', String.raw`\u202eabc\u2066`],
  ['invisible characters', 'tele\u200bgram\ufeff\u00ad', String.raw`tele\u200bgram\ufeff\u00ad`],
  ['every space but the plain one', 'a b\u00a0c\u3000', String.raw`a b\u00a0c\u3000`],
  ['line separators', 'a\u2028b\u2029', String.raw`a\u2028b\u2029`],
  ['tags above the basic plane', 'a\u{e0041}', String.raw`a\u{e0041}`],
  ['lone surrogates', 'a\ud800', String.raw`a\ud800`],
] as const)('shows %s', ([, text, shown]) => {
  expect(showOnOneLine(text)).toBe(shown);
});

test('what is safe to show stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = showOnOneLine(text);
      expect(showOnOneLine(shown)).toBe(shown);
      expect(hasUnshowable(shown)).toBe(false);
    }),
  );
});

test('SQL keeps its line breaks, and its tabs as spaces', () => {
  expect(showOnLines('create table t (\r\n\tid int\n)')).toEqual(['create table t (', '    id int', ')']);
});

test.for([
  ['ab', 2, { text: 'ab' }],
  ['abc', 2, { text: 'ab', note: '3 characters in all' }],
  ['😀😀', 2, { text: '😀😀' }],
  ['😀😀😀', 2, { text: '😀😀', note: '3 characters in all' }],
] as const)('%j shortened to %i', ([text, limit, short]) => {
  expect(shorten(text, limit)).toEqual(short);
});

test.for([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1048576, '1,048,576'],
] as const)('%i is written %s', ([count, text]) => {
  expect(formatCount(count)).toBe(text);
});
