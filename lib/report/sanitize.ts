/**
 * Characters that a terminal obeys instead of showing, or that cannot be seen: control characters, bidirectional
 * overrides, zero-width and other ignorable characters, and every space but the plain one.
 */
const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** Combining marks beyond what any script stacks, which would paint over the neighbouring lines. */
const stackedMarks = /(?<=\p{M}{4})\p{M}/gu;

const shortEscapes: { readonly [character: string]: string } = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Makes text from a database safe to show on one line: what would move the cursor, change colours, reorder or hide
 * other text is written as `\n`, `\u001b`, `\u{e0041}`. Stray values often differ from accepted ones by just such a
 * character, so it must be seen.
 */
export function showOnOneLine(text: string): string {
  return text.replace(unshowable, escapeCharacter).replace(stackedMarks, escapeCharacter);
}

/** Like {@link showOnOneLine}, but keeps line breaks, for SQL and other texts that people write on several lines. */
export function showOnLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => showOnOneLine(line.replaceAll('\t', '    ')));
}

/**
 * Cuts a text that is longer than a report should repeat, and says so.
 *
 * @param limit the most characters (code points) to keep
 */
export function shorten(text: string, limit: number): { readonly text: string; readonly note?: string } {
  if (text.length <= limit) return { text };
  const kept = [...text.slice(0, limit * 2)].slice(0, limit).join('');
  if (kept.length === text.length) return { text };
  return { text: kept, note: `${formatCount(countCharacters(text))} characters in all` };
}

/** Whether a text holds anything that {@link showOnLines} would write differently, line breaks and tabs aside. */
export function hasUnshowable(text: string): boolean {
  return text.replace(/[\n\t]/g, '').search(unshowable) >= 0;
}

/** Writes a whole number with thousands separated: `1,048,576`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return shortEscapes[character] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`);
}

/** Counts code points without making a list of them. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
