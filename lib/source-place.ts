import { makeHarmless } from './harmless-text.ts';

/** A place in a file of migrations. */
export interface SourcePlace {
  /** Relative to the configuration's folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A file's text and its name as people would say it. */
export interface PlacedText {
  readonly path: string;
  readonly text: string;
}

/**
 * Says what is wrong at a place of a file: `path:line:column: message`, and below it the line with a caret under the place.
 * Passwords in the line are hidden and control characters made harmless.
 */
export function pointAt({ path, text }: PlacedText, at: number, message: string): string {
  return `${path}:${placeOf(text, at)}: ${makeHarmless(message)}\n${showLine(text, at)}`;
}

/** `line:column`, both from 1, columns in whole characters. */
function placeOf(text: string, at: number): string {
  return `${lineOf(text, at)}:${[...text.slice(lineStart(text, at), at)].length + 1}`;
}

/** The number of the line that an index is on, from 1. */
export function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

const widest = 110;

/** The line with its number, and a caret under the place. */
function showLine(text: string, at: number): string {
  const start = lineStart(text, at);
  const end = text.indexOf('\n', at);
  const line = [...hidePasswords(text.slice(start, end < 0 ? undefined : end))];
  const caret = [...text.slice(start, at)].length;
  const from = line.length <= widest ? 0 : Math.max(0, Math.min(caret - widest / 2, line.length - widest));
  const shown = makeHarmless(line.slice(from, from + widest).join(''));
  const head = from > 0 ? '…' : '';
  const tail = from + widest < line.length ? '…' : '';
  const label = `  ${lineOf(text, at)} | `;
  const indent = ' '.repeat(head.length + caret - from);
  return `${label}${head}${shown.trimEnd()}${tail}\n${' '.repeat(label.length - 2)}| ${indent}^`;
}

const passwords = [
  /(?<=\bpassword\s*(?:=>?\s*)?)'(?:[^']|'')*'?/gi,
  /(?<=\bpassword=)[^\s'&]+/gi,
  /(?<=:\/\/[^\s/:@']*:)[^\s@']+(?=@)/g,
];

/** Stars of the same number, so that what follows stays above its caret. */
function hidePasswords(line: string): string {
  return passwords.reduce((shown, pattern) => shown.replace(pattern, (secret) => '*'.repeat([...secret].length)), line);
}
