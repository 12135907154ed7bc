import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../../lib/report/html.ts';
import { diffLines } from '../../../lib/report/line-diff.ts';
import { renderText } from '../../../lib/report/text.ts';
import { check, drift, run } from './reports.ts';

const signs = { both: ' ', expected: '+', actual: '-', note: '…' };

function inShort(expected: string, actual: string): readonly string[] | undefined {
  return diffLines(expected, actual)?.map(({ side, text }) => `${signs[side]}${text}`);
}

const body = ['begin', ...Array.from({ length: 20 }, (_, i) => `${i}`), 'end'];
const withLine = (at: number, ...lines: readonly string[]) => body.toSpliced(at, 1, ...lines).join('\n');

describe('two texts of several lines', () => {
  test.for([
    [
      'a line that differs',
      withLine(10, 'a'),
      withLine(10, 'b'),
      ['…8 lines alike', ' 7', ' 8', '+a', '-b', ' 10', ' 11', '…9 lines alike'],
    ],
    [
      'a line that is there and not expected',
      withLine(2),
      body.join('\n'),
      [' begin', ' 0', '-1', ' 2', ' 3', '…17 lines alike'],
    ],
    [
      'a line too few at the end',
      `${body.join('\n')}\nmore`,
      body.join('\n'),
      ['…20 lines alike', ' 19', ' end', '+more'],
    ],
    ['nothing in common', 'a\nb', 'c\nd', ['+a', '+b', '-c', '-d']],
  ] as const)('show %s with what is near it', ([, expected, actual, lines]) => {
    expect(inShort(expected, actual)).toEqual(lines);
  });

  test('are two words for the reader, not one text, where one has a single line', () => {
    expect(diffLines('select 1', 'select 1\nfrom t')).toBeUndefined();
  });

  test('that differ in nothing that is seen line by line are left to others', () => {
    expect(diffLines('a\n\tb', 'a\n    b')).toBeUndefined();
  });

  test('are cut where the difference is long, and where a line is', () => {
    const lines = diffLines(`${'x\n'.repeat(100)}${'é'.repeat(1000)}`, `${'y\n'.repeat(100)}z`) ?? [];
    expect(lines).toHaveLength(41);
    expect(lines.at(-1)).toEqual({ side: 'note', text: '162 more lines that differ' });
    expect(inShort(`a\n${'é'.repeat(1000)}`, 'a\nb')?.[1]).toBe(`+${'é'.repeat(400)}… (1,000 characters in all)`);
  });

  test('need no more than a moment, however long they are', () => {
    const many = (word: string) => Array.from({ length: 100_000 }, (_, i) => `${word} ${i}`).join('\n');
    expect(diffLines(many('a'), many('b'))).toHaveLength(41);
  });

  test('give both texts back: no line is lost, added or moved', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(text, text, (expected, actual) => {
        const lines = diffLines(expected.join('\n'), actual.join('\n')) ?? [];
        const isWhole = lines.every(({ side }) => side !== 'note');
        const sideOf = (own: 'expected' | 'actual') =>
          lines.filter(({ side }) => side === own || side === 'both').map(({ text: shown }) => shown);
        if (lines.length === 0) expect(expected).toEqual(actual);
        else if (isWhole) expect([sideOf('expected'), sideOf('actual')]).toEqual([expected, actual]);
      }),
    );
  });
});

const hostile = '</pre><script>alert(1)</script>\u001b[2J\u202e';
const view = drift('modified', 'view:public.active', 'critical', {
  attribute: 'definition',
  expected: ' SELECT id,\n    title\n   FROM plans\n  WHERE done',
  actual: ` SELECT id,\n    ${hostile}\n   FROM plans\n  WHERE done`,
});
const report = check(run('prod', { outcome: 'drift', drifts: [view] }));

test('a terminal shows a definition that differs line by line, behind a rule, and obeys none of it', () => {
  const lines = renderText(report, { color: false, width: 80 }).split('\n');
  const at = lines.findIndex((line) => line.includes('view public.active'));
  expect(lines.slice(at + 1, at + 7)).toEqual([
    '      + expected  - actual',
    '      │    SELECT id,',
    '      │ +     title',
    '      │ -     </pre><script>alert(1)</script>\\u001b[2J\\u202e',
    '      │      FROM plans',
    '      │     WHERE done',
  ]);
});

test('a page does so too', () => {
  const page = renderHtml(report);
  expect(page).toContain('<ins>+     title</ins>');
  expect(page).toContain('<del>-     &lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u001b[2J\\u202e</del>');
  expect(page).not.toContain('<script>alert');
});
