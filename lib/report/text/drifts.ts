import { compareNames } from '../../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../../catalog/object-id.ts';
import type { Json } from '../../catalog/snapshot.ts';
import type { Drift, DriftKind } from '../../diff/drift.ts';
import {
  attributeWord,
  describeAttribute,
  describeObject,
  fullName,
  includesInWords,
  localName,
  onOneLine,
  ownerOf,
} from '../describe.ts';
import { indent, type Line, line, pad, span, widthOf, wrap } from '../layout.ts';
import { type DiffLine, diffLines } from '../line-diff.ts';
import type { Style } from '../palette.ts';
import { count, kindWord, listOf } from '../words.ts';
import { differingPart } from './differing-part.ts';
import { headingWithSeverity, hintLines, labelled, textLine } from './parts.ts';

/** `+` would be added, `-` is there and not expected, `~` is there and differs. */
const marks: { readonly [kind in DriftKind]: readonly [mark: string, style: Style] } = {
  missing: ['+', 'added'],
  unexpected: ['-', 'removed'],
  modified: ['~', 'changed'],
  renamed: ['~', 'changed'],
  invalid: ['~', 'changed'],
};

/** Definitions line up after names up to this many columns; one long name must not push all of them away. */
const widestAlignedName = 32;

/** Columns for the severity and the gap before it. */
const severityColumns = 10;

/** A definition with less room beside the name stands below it. */
const narrowestDefinition = 24;

/** Names each drift on a line of its own, without saying more. */
export function driftNames(drifts: readonly Drift[], width: number): readonly Line[] {
  return drifts.flatMap((drift) => {
    const [mark, style] = marks[drift.kind];
    return wrap(line(span(`${mark} `, style), span(ownTitle(drift), style)), width, 4);
  });
}

/** Shows drifts grouped by the table that they are part of, each with what is expected beside what is there. */
export function driftLines(drifts: readonly Drift[], width: number): readonly Line[] {
  const groups = Map.groupBy(drifts, ownerOf);
  const owners = [...groups.keys()].sort(
    (a, b) => Number(isHead(a)) - Number(isHead(b)) || compareNames(nameOf(a), nameOf(b)) || compareNames(a, b),
  );
  return owners.flatMap((owner, i) => [...(i === 0 ? [] : [[]]), ...groupLines(owner, groups.get(owner) ?? [], width)]);
}

function groupLines(owner: ObjectId, group: readonly Drift[], width: number): readonly Line[] {
  const consequences = group.filter((drift) => followsInGroup(drift, group));
  const drifts = group.filter((drift) => !consequences.includes(drift));
  const own = drifts.filter((drift) => drift.id === owner);
  const parts = drifts.filter((drift) => drift.id !== owner);
  const heading =
    own.some((drift) => drift.kind !== 'modified') || parts.length === 0
      ? []
      : wrap(line(span('~ ', 'changed'), span(fullName(owner), 'strong')), width, 2);
  const nameWidths = parts.filter(hasDefinition).map((drift) => widthOf(line(title(drift))));
  const nameWidth = Math.max(0, ...nameWidths.filter((columns) => columns <= widestAlignedName));
  const body = parts.flatMap((drift) => driftLine(drift, title(drift), nameWidth, width - 4));
  return [
    ...heading,
    ...own.flatMap((drift) => driftLine(drift, ownTitle(drift), 0, width)),
    ...indent(consequenceLines(owner, consequences, width - 4), 4),
    ...indent(body, 4),
  ];
}

/** Whether a drift is there only because another of its group is, and has nothing of its own to say. */
function followsInGroup({ explainedBy, hint }: Drift, group: readonly Drift[]): boolean {
  const cause = group.find(({ fingerprint }) => fingerprint === explainedBy);
  return cause !== undefined && (hint === undefined || hint === cause.hint);
}

function consequenceLines(owner: ObjectId, consequences: readonly Drift[], width: number): readonly Line[] {
  if (consequences.length === 0) return [];
  const attributes = consequences
    .filter(({ id }) => id === owner)
    .map(({ attribute }) => attributeWord(attribute ?? ''));
  const others = [...new Set(consequences.map(({ id }) => id))].filter((id) => id !== owner);
  const counts = [...Map.groupBy(others, kindOf)].map(([kind, ids]) => count(ids.length, kindWord(kind)));
  return wrap(line(span(`from which follows: ${listOf([...attributes, ...counts])}`, 'quiet')), width, 2);
}

/** Whether a drift is that of a migration head, which explains what stands above it and so comes last. */
export function isHead(id: ObjectId): boolean {
  return kindOf(id) === 'migration-head';
}

function hasDefinition(drift: Drift): boolean {
  return drift.kind === 'missing' || drift.kind === 'unexpected';
}

function ownTitle(drift: Drift): string {
  return `${drift.kind === 'modified' ? '' : `${drift.kind} `}${fullName(drift.id)}${attributeOf(drift)}`;
}

function title(drift: Drift): string {
  return `${drift.kind} ${kindWord(kindOf(drift.id))} ${localName(drift.id)}${attributeOf(drift)}`;
}

/** Which attribute differs, where that is not plain from the object. */
function attributeOf(drift: Drift): string {
  if (drift.kind !== 'modified' || isHead(drift.id)) return '';
  return drift.attribute === undefined ? '' : `: ${attributeWord(drift.attribute)}`;
}

function driftLine(drift: Drift, name: string, nameWidth: number, width: number): readonly Line[] {
  const [mark, style] = marks[drift.kind];
  const heading = line(span(`${mark} `, style), span(name, drift.belongsTo === undefined ? 'strong' : style));
  const definition = definitionOf(drift);
  const under = indent(details(drift, width - 4), 4);
  if (definition === '') return [...headingWithSeverity(heading, drift.severity, width), ...under];
  const start = Math.max(nameWidth + 2, widthOf(heading)) + 3;
  const room = width - start - severityColumns;
  if (room < narrowestDefinition) {
    const below = indent(wrap(textLine(definition), width - 4), 4);
    return [...headingWithSeverity(heading, drift.severity, width), ...below, ...under];
  }
  const [first = [], ...rest] = wrap(textLine(definition), room);
  return [
    ...headingWithSeverity([...pad(heading, start), ...first], drift.severity, width),
    ...indent(rest, start),
    ...under,
  ];
}

/** What follows the name on its line. */
function definitionOf(drift: Drift): string {
  switch (drift.kind) {
    case 'missing':
      return onOneLine(describeObject(kindOf(drift.id), drift.expected));
    case 'unexpected':
      return onOneLine(describeObject(kindOf(drift.id), drift.actual));
    case 'renamed':
      return `is called ${localName(String(drift.actual))}`;
    case 'modified':
    case 'invalid':
      return '';
  }
}

function details(drift: Drift, width: number): readonly Line[] {
  return [...includeLines(drift, width), ...comparisonLines(drift, width), ...hintLines(drift.hint, width)];
}

function includeLines(drift: Drift, width: number): readonly Line[] {
  const words = includesInWords(drift);
  return words === undefined ? [] : wrap(line(words), width);
}

function comparisonLines(drift: Drift, width: number): readonly Line[] {
  if (drift.kind !== 'modified') return [];
  const lines =
    typeof drift.expected === 'string' && typeof drift.actual === 'string'
      ? diffLines(drift.expected, drift.actual)
      : undefined;
  if (lines !== undefined) return lineDiff(lines, width);
  const describe = (value: Json) => describeAttribute(drift.attribute ?? '', value);
  const { before, expectedPart, actualPart, after } = differingPart(describe(drift.expected), describe(drift.actual));
  const side = (part: string, style: Style) => [
    ...textLine(before),
    ...restyle(textLine(part), style),
    ...textLine(after),
  ];
  return [
    ...labelled('expected', side(expectedPart, 'added'), width),
    ...labelled('actual', side(actualPart, 'removed'), width),
  ];
}

const lineMarks: { readonly [side in DiffLine['side']]: readonly [mark: string, style?: Style] } = {
  both: ['  '],
  expected: ['+ ', 'added'],
  actual: ['- ', 'removed'],
  note: ['… ', 'quiet'],
};

/** Two definitions of several lines as one text, in which each line says whose it is. */
function lineDiff(lines: readonly DiffLine[], width: number): readonly Line[] {
  const rule = span('│ ', 'quiet');
  const legend = line(span('+ expected', 'added'), '  ', span('- actual', 'removed'));
  return [
    legend,
    ...lines.flatMap(({ side, text }) => {
      const [mark, style] = lineMarks[side];
      return wrap(line(span(mark, style), span(text, style)), width - 2, 4).map((part) => [rule, ...part]);
    }),
  ];
}

function restyle(spans: Line, style: Style): Line {
  return spans.map(({ text }) => ({ text, style }));
}
