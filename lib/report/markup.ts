import { showOnLines, showOnOneLine } from './sanitize.ts';

/** Only this file can make it, so that no data can pass for markup. */
const made = Symbol('markup');

/** A piece of HTML or XML that is safe to put into a document as it is. Made by {@link markup} alone. */
export interface Markup {
  readonly [made]: string;
}

/** What may stand in the gaps of a template. Texts are escaped, lists are joined, what is absent leaves no trace. */
export type MarkupPart = Markup | string | number | false | undefined | readonly MarkupPart[];

/**
 * Builds HTML or XML from a template: the template's own text is taken as it is, and whatever stands in its gaps is
 * escaped, so that no text from a database can become markup. Attributes must be quoted. Characters that a reader
 * would obey or not see are written out: see {@link showOnOneLine}.
 *
 * @example markup`<td title="${name}">${value}</td>`
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const all = texts.map((text, i) => text + (i < parts.length ? written(parts[i]) : ''));
  return { [made]: all.join('') };
}

/** A text of several lines, which keeps its line breaks. */
export function onLines(text: string): Markup {
  return { [made]: showOnLines(text).map(escapeText).join('\n') };
}

/** The document that a piece of markup is. */
export function markupText(piece: Markup): string {
  return piece[made];
}

function written(part: MarkupPart): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeText(showOnOneLine(part));
  if (typeof part === 'number') return String(part);
  return isList(part) ? part.map(written).join('') : part[made];
}

function isList(part: Markup | readonly MarkupPart[]): part is readonly MarkupPart[] {
  return Array.isArray(part);
}

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** XML forbids U+FFFE and U+FFFF even as references. */
function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
