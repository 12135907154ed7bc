import type { Severity } from '../../diff/severity.ts';
import { type Line, line, span, withTag, wrap } from '../layout.ts';
import { shorten } from '../sanitize.ts';

/** Texts from a database or a tool are cut after this many characters. */
const longestText = 600;

/** The columns of the labels before what is expected, actual, accepted, seen. */
const labelColumns = 11;

/** A text, cut where it is longer than a report should repeat, with a note that says so. */
export function textLine(text: string): Line {
  const { text: kept, note } = shorten(text, longestText);
  return note === undefined ? line(kept) : line(`${kept}…`, span(` (${note})`, 'quiet'));
}

/** A label and, hanging beside it, what it labels. */
export function labelled(label: string, value: Line, width: number): readonly Line[] {
  return wrap([span(label.padEnd(labelColumns), 'quiet'), ...value], width, labelColumns);
}

/** What an experienced engineer would say. */
export function hintLines(hint: string | undefined, width: number): readonly Line[] {
  return hint === undefined ? [] : wrap([span('hint: ', 'hint'), ...textLine(hint)], width, 6);
}

/** What can be done about it. */
export function remedyLines(remedy: string | undefined, width: number): readonly Line[] {
  return remedy === undefined ? [] : wrap([span('→ ', 'hint'), ...textLine(remedy)], width, 2);
}

/** A drift's first line, with its severity at the right edge. */
export function headingWithSeverity(heading: Line, severity: Severity, width: number): readonly Line[] {
  const isBad = severity === 'critical' || severity === 'high';
  return withTag(heading, span(severity, isBad ? 'bad' : 'quiet'), width, 6);
}

/** Shows lines of SQL behind a rule at the left, so that no text in them can pass for the report's own. */
export function ruled(texts: readonly string[], width: number, hang: number): readonly Line[] {
  const rule = span('│ ', 'quiet');
  return texts.flatMap((text) => wrap(line(text), width - 2, hang).map((part) => [rule, ...part]));
}
