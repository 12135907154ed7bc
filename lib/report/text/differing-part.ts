/** Two texts cut into what they share at both ends and what differs between. */
export interface DifferingPart {
  readonly before: string;
  readonly expectedPart: string;
  readonly actualPart: string;
  readonly after: string;
}

/** How far the differing part is widened to reach the edge of a word. */
const longestWord = 40;

/** What is shared is cut to this many characters where it is much longer. */
const keptShared = 60;

/**
 * Finds the part in which two texts differ, widened to whole words so that the eye meets words, not letters:
 * `character varying(20)` and `character varying(50)` differ in `varying(20)` and `varying(50)`. Of long shared
 * beginnings and ends only what is next to the difference is kept.
 */
export function differingPart(expected: string, actual: string): DifferingPart {
  const shorter = Math.min(expected.length, actual.length);
  let start = 0;
  while (start < shorter && expected[start] === actual[start]) start += 1;
  let end = 0;
  while (end < shorter - start && expected.at(-1 - end) === actual.at(-1 - end)) end += 1;
  const wordStart = start === 0 ? 0 : expected.lastIndexOf(' ', start - 1) + 1;
  if (start - wordStart <= longestWord) start = wordStart;
  if (!startsWord(expected, end) || !startsWord(actual, end)) {
    const space = expected.indexOf(' ', expected.length - end);
    const wordEnd = space < 0 ? 0 : expected.length - space;
    if (end - wordEnd <= longestWord) end = wordEnd;
  }
  return {
    before: keepEnd(expected.slice(0, start)),
    expectedPart: expected.slice(start, expected.length - end),
    actualPart: actual.slice(start, actual.length - end),
    after: keepStart(expected.slice(expected.length - end)),
  };
}

/** Whether the last `end` characters of a text begin with a word, so that nothing is cut in two. */
function startsWord(text: string, end: number): boolean {
  return end < text.length && text.at(-1 - end) === ' ';
}

function keepEnd(text: string): string {
  return text.length > 2 * keptShared ? `…${text.slice(-keptShared)}` : text;
}

function keepStart(text: string): string {
  return text.length > 2 * keptShared ? `${text.slice(0, keptShared)}…` : text;
}
