import stringWidth from 'string-width';
import type { Palette, Style } from './palette.ts';
import { showOnOneLine } from './sanitize.ts';

/** A run of text in one style. Made by {@link span}, so that it is safe to show. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** What stands on one line, before it is painted. */
export type Line = readonly Span[];

/** Makes a span; whatever a terminal would obey or hide is escaped. */
export function span(text: string, style?: Style): Span {
  const shown = showOnOneLine(text);
  return style === undefined ? { text: shown } : { text: shown, style };
}

/** Makes a line from spans and plain texts; empty texts leave no trace. */
export function line(...parts: readonly (Span | string)[]): Line {
  return parts.map((part) => (typeof part === 'string' ? span(part) : part)).filter((part) => part.text !== '');
}

/** The columns that a text takes in a terminal: two for a wide character, none for a combining mark. */
export function columnsOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/** The columns that a line takes. */
export function widthOf(spans: Line): number {
  return spans.reduce((sum, { text }) => sum + columnsOf(text), 0);
}

/**
 * The beginning of a text that takes no more than so many columns once it is safe to show; the text is as it was, so
 * that no escape is cut in two.
 */
export function cutToColumns(text: string, columns: number): string {
  let used = 0;
  let length = 0;
  for (const [cluster] of text.slice(0, columns * 8).matchAll(character)) {
    used += columnsOf(showOnOneLine(cluster));
    if (used > columns) return text.slice(0, length);
    length += cluster.length;
  }
  return text.slice(0, length);
}

/** Fills a line with spaces up to a width. A longer line stays as it is. */
export function pad(spans: Line, width: number): Line {
  return [...spans, { text: ' '.repeat(Math.max(0, width - widthOf(spans))) }];
}

/** Puts spaces before every line. */
export function indent(lines: readonly Line[], columns: number): readonly Line[] {
  return lines.map((spans) => (spans.length === 0 ? spans : [{ text: ' '.repeat(columns) }, ...spans]));
}

/**
 * Breaks a line at spaces so that no part is wider than `width`; a word that is wider is cut. Lines after the first
 * begin with `hang` spaces, which must be fewer than `width`.
 */
export function wrap(spans: Line, width: number, hang = 0): readonly Line[] {
  if (widthOf(spans) <= width) return [spans];
  const lines: Line[] = [];
  let left = spans.flatMap(cellsOf);
  for (let margin = 0; left.length > 0; margin = hang) {
    const { taken, rest } = takeLine(left, width - margin, lines.length === 0 ? hang : 0);
    lines.push(margin === 0 ? spansOf(taken) : [{ text: ' '.repeat(margin) }, ...spansOf(taken)]);
    left = dropSpaces(rest);
  }
  return lines;
}

/**
 * Takes as many cells as fit, up to the last space after which a word begins.
 *
 * @param shortest columns that a line must at least take: breaking earlier would gain nothing
 */
function takeLine(cells: readonly Cell[], width: number, shortest: number): { taken: Cell[]; rest: Cell[] } {
  let fits = 0;
  let columns = 0;
  let afterSpace = 0;
  for (const [i, cell] of cells.entries()) {
    if (columns + cell.columns > width && i > 0) {
      const end = cell.text === ' ' || afterSpace === 0 ? fits : afterSpace;
      return { taken: cells.slice(0, end), rest: cells.slice(end) };
    }
    columns += cell.columns;
    fits = i + 1;
    const next = cells[fits];
    if (cell.text === ' ' && next !== undefined && next.text !== ' ' && columns > shortest) afterSpace = fits;
  }
  return { taken: [...cells], rest: [] };
}

function dropSpaces(cells: Cell[]): Cell[] {
  const first = cells.findIndex(({ text }) => text !== ' ');
  return first < 0 ? [] : cells.slice(first);
}

/**
 * Puts a short tag at the right edge of a line, or after it where the tag does not fit: what is too wide is wrapped.
 */
export function withTag(spans: Line, tag: Span, width: number, hang: number): readonly Line[] {
  const room = width - columnsOf(tag.text) - 2;
  const lines = wrap(spans, Math.max(room, hang + 10), hang);
  const [first, ...rest] = lines;
  return first === undefined ? lines : [[...pad(first, room + 2), tag], ...rest];
}

/** Turns lines into text with a closing line break. */
export function paint(lines: readonly Line[], palette: Palette): string {
  return lines.map((spans) => `${trimEnd(spans).map(paintSpan(palette)).join('')}\n`).join('');
}

function trimEnd(spans: Line): Line {
  const last = spans.at(-1);
  if (last === undefined) return spans;
  const text = last.text.trimEnd();
  return text === '' ? trimEnd(spans.slice(0, -1)) : [...spans.slice(0, -1), { ...last, text }];
}

function paintSpan(palette: Palette): (part: Span) => string {
  return ({ text, style }) => (style === undefined || text.trim() === '' ? text : palette[style](text));
}

/** One character as people see it. */
interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly style?: Style;
}

/** A character with the marks that sit on it. Joiners need no care here: they are escaped. */
const character = /\p{RI}{2}|.[\p{M}\p{EMod}]*/gsu;

function cellsOf(part: Span): readonly Cell[] {
  const characters = /^[\x20-\x7e]*$/.test(part.text) ? [...part.text] : (part.text.match(character) ?? []);
  return characters.map((text) => ({ ...part, text, columns: columnsOf(text) }));
}

function spansOf(cells: readonly Cell[]): Line {
  const spans: Span[] = [];
  let text = '';
  let style: Style | undefined;
  for (const cell of cells) {
    if (cell.style !== style && text !== '') {
      spans.push(style === undefined ? { text } : { text, style });
      text = '';
    }
    style = cell.style;
    text += cell.text;
  }
  return text === '' ? spans : [...spans, style === undefined ? { text } : { text, style }];
}
