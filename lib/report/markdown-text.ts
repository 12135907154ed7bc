import { shorten, showOnLines, showOnOneLine } from './sanitize.ts';

/** Longest text that a sentence shows. */
const longestProse = 600;

/** Longest text that is shown as code within a line. */
const longestCode = 200;

/**
 * Makes a text safe in Markdown: its punctuation is written so that it means nothing, and a name or number in it neither
 * calls a person nor links an issue.
 */
export function prose(text: string): string {
  return cut(showOnOneLine(text), longestProse)
    .replaceAll('&', '&amp;')
    .replace(/[\\`*_{}[\]()+\-.!|~<>$:]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replace(/[@#]/g, '$&<!-- -->');
}

/** Shows a text as code, whatever backticks it holds; in a table too. */
export function code(text: string): string {
  const shown = cut(showOnOneLine(text), longestCode).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(shown) + 1);
  const padding = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : '';
  return shown === '' ? '(empty)' : `${fence}${padding}${shown}${padding}${fence}`;
}

/** Shows lines of code. */
export function codeBlock(text: string, language: string): readonly string[] {
  const lines = showOnLines(text);
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function cut(text: string, longest: number): string {
  const { text: kept, note } = shorten(text, longest);
  return note === undefined ? kept : `${kept}… (${note})`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
