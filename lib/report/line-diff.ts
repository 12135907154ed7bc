import { shorten, showOnOneLine } from './sanitize.ts';
import { count } from './words.ts';

/**
 * A line of two texts beside each other: in both, only in what is expected, only in what is there, or a note on lines
 * that are not shown.
 */
export interface DiffLine {
  readonly side: 'both' | 'expected' | 'actual' | 'note';
  /** Safe to show on one line. */
  readonly text: string;
}

/** Lines that are the same and are shown before and after each change. */
const context = 2;

/** The longest difference that is shown whole, in lines. */
const mostLines = 40;

/** Beyond so many pairs of lines they are not compared one by one. */
const mostPairs = 4_000_000;

/** A longer line is cut. */
const longestLine = 400;

/**
 * Shows how two texts of several lines differ, as short as people would want it: the lines that differ with a few around
 * them.
 *
 * @returns undefined where that would say no more than the two texts themselves: one has a single line, or they differ
 * in nothing that would be seen
 */
export function diffLines(expected: string, actual: string): readonly DiffLine[] | undefined {
  if (!expected.includes('\n') || !actual.includes('\n')) return undefined;
  const [promised, found] = [shownLines(expected), shownLines(actual)];
  const lines = compareLines(promised, found);
  if (lines.every(({ side }) => side === 'both')) return undefined;
  return shortenEnd(leaveOutSame(lines)).map(({ side, text }) => ({ side, text: cut(text) }));
}

function shownLines(text: string): readonly string[] {
  return text.split('\n').map((each) => showOnOneLine(each.replaceAll('\t', '    ')));
}

function cut(text: string): string {
  const { text: kept, note } = shorten(text, longestLine);
  return note === undefined ? kept : `${kept}… (${note})`;
}

/** What both begin and end with is set aside first: most definitions differ in one place. */
function compareLines(expected: readonly string[], actual: readonly string[]): readonly DiffLine[] {
  const shorter = Math.min(expected.length, actual.length);
  let start = 0;
  while (start < shorter && expected[start] === actual[start]) start += 1;
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === actual.at(-1 - end)) end += 1;
  const on = (side: DiffLine['side']) => (text: string) => ({ side, text });
  return [
    ...expected.slice(0, start).map(on('both')),
    ...compareMiddle(expected.slice(start, expected.length - end), actual.slice(start, actual.length - end)),
    ...expected.slice(expected.length - end).map(on('both')),
  ];
}

/** By the longest sequence of lines that both have. */
function compareMiddle(expected: readonly string[], actual: readonly string[]): readonly DiffLine[] {
  const width = actual.length + 1;
  const isTooLong = expected.length * actual.length > mostPairs;
  const longest = new Uint32Array(isTooLong ? 0 : (expected.length + 1) * width);
  const lengthAt = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = isTooLong ? -1 : expected.length - 1; i >= 0; i -= 1) {
    for (let j = actual.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        expected[i] === actual[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < expected.length || j < actual.length) {
    const [promised, found] = [expected[i], actual[j]];
    if (!isTooLong && promised !== undefined && promised === found) {
      lines.push({ side: 'both', text: promised });
      i += 1;
      j += 1;
    } else if (promised !== undefined && (found === undefined || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) {
      lines.push({ side: 'expected', text: promised });
      i += 1;
    } else {
      lines.push({ side: 'actual', text: found ?? '' });
      j += 1;
    }
  }
  return lines;
}

function leaveOutSame(lines: readonly DiffLine[]): readonly DiffLine[] {
  const isNear = lines.map((_, i) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some(({ side }) => side !== 'both'),
  );
  const kept: DiffLine[] = [];
  for (let i = 0; i < lines.length; ) {
    const each = lines[i];
    let end = i;
    while (end < lines.length && isNear[end] === false) end += 1;
    // A note on a single line would be as long as the line.
    if (end - i > 1) kept.push({ side: 'note', text: `${count(end - i, 'line')} alike` });
    else if (each !== undefined) kept.push(each);
    i = Math.max(end, i + 1);
  }
  return kept;
}

function shortenEnd(lines: readonly DiffLine[]): readonly DiffLine[] {
  if (lines.length <= mostLines) return lines;
  const rest = lines.slice(mostLines).filter(({ side }) => side === 'expected' || side === 'actual').length;
  return [...lines.slice(0, mostLines), { side: 'note', text: `${count(rest, 'more line')} that differ` }];
}
