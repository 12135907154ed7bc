import type { ObjectId } from '../../catalog/object-id.ts';
import type { Drift } from '../../diff/drift.ts';
import type { JudgedStray, ValueFinding } from '../../values/judge-values.ts';
import { fullName, ownerOf } from '../describe.ts';
import { cutToColumns, indent, type Line, line, pad, span, widthOf, wrap } from '../layout.ts';
import { countCharacters, formatCount, shorten, showOnLines } from '../sanitize.ts';
import { count } from '../words.ts';
import { howSeen } from './how-seen.ts';
import { headingWithSeverity, hintLines, labelled, ruled } from './parts.ts';

/** Values are cut after this many columns: a third of a narrow terminal. */
function widestValue(width: number): number {
  return Math.min(32, Math.floor(width / 3));
}

const barColumns = 16;

/** The attribute of the drift that stands for a column's stray values; its finding says more. */
export const strayAttribute = 'values';

/**
 * Shows the columns that hold stray values, with how many rows hold each, and those of which not every row could be
 * seen. Columns that are clean in every row, or missing, say nothing here.
 */
export function valueLines(
  findings: readonly ValueFinding[],
  drifts: readonly Drift[],
  width: number,
): readonly Line[] {
  return findings
    .filter((finding) => finding.outcome !== 'clean' || finding.coverage < 1)
    .filter(({ column }) => !isMissing(column, drifts))
    .flatMap((finding, i) => [...(i === 0 ? [] : [[]]), ...findingLines(finding, drifts, width)]);
}

/** Whether a column is not there, or its whole table: the drift says so, and no value could be looked at. */
export function isMissing(column: ObjectId, drifts: readonly Drift[]): boolean {
  const gone = [column, ownerOf({ id: column })];
  return drifts.some((drift) => drift.kind === 'missing' && gone.includes(drift.id));
}

function findingLines(finding: ValueFinding, drifts: readonly Drift[], width: number): readonly Line[] {
  const name = span(fullName(finding.column), 'strong');
  const inner = width - 4;
  switch (finding.outcome) {
    case 'stray': {
      const drift = drifts.find(({ id, attribute }) => id === finding.column && attribute === strayAttribute);
      return [
        ...headingWithSeverity(line(span('~ ', 'changed'), name), drift?.severity ?? 'high', width),
        ...indent(
          [
            ...wrap(line(straysInWords(finding)), inner),
            ...strayLines(finding, inner - 2),
            ...factLines(finding, inner),
            ...hintLines(drift?.hint, inner),
            ...suggestionLines(finding.suggestion, inner),
          ],
          4,
        ),
      ];
    }
    case 'unknown':
      return [
        ...wrap(line(span('? ', 'doubt'), name, ' could not be judged'), width, 4),
        ...indent(wrap(line(finding.reason ?? 'no reason was given'), inner), 4),
      ];
    case 'clean':
      return [
        ...wrap(line(span('? ', 'doubt'), name, ' is clean as far as was seen'), width, 4),
        ...indent(factLines(finding, inner), 4),
      ];
  }
}

function straysInWords({ strays, strayRows, strayRowsAreAtLeast }: ValueFinding): string {
  const rows = `${strayRowsAreAtLeast ? 'at least ' : ''}${count(strayRows, 'row')}`;
  const hold = strayRows === 1 ? 'holds a value that is not accepted' : 'hold values that are not accepted';
  return strays.length === 0 ? `${rows} ${hold} (the values are redacted)` : `${rows} ${hold}:`;
}

function strayLines({ strays, straysAreAtLeast }: ValueFinding, width: number): readonly Line[] {
  const most = Math.max(1, ...strays.map((stray) => stray.rows));
  const rows = strays.map((stray) => ({ stray, value: literalOf(stray, widestValue(width)), number: rowsOf(stray) }));
  const valueWidth = Math.max(0, ...rows.map(({ value }) => widthOf(value)));
  const numberWidth = Math.max(0, ...rows.map(({ number }) => number.length));
  const hasRoomForBars = width >= valueWidth + numberWidth + barColumns + 24;
  const lines = rows.flatMap(({ stray, value, number }) => {
    const bar = pad(line(span(barOf(stray.rows, most), 'changed')), barColumns);
    const counted = [...pad(value, valueWidth), ...line(`  ${number.padStart(numberWidth)}`)];
    return [
      ...wrap(
        [...counted, ...(hasRoomForBars ? [...line('  '), ...bar] : []), ...remarkOn(stray, widestValue(width))],
        width,
        4,
      ),
      ...sampleLines(stray, width),
    ];
  });
  return indent(straysAreAtLeast ? [...lines, line(span('and more', 'quiet'))] : lines, 2);
}

function remarkOn({ value, length, nearest }: JudgedStray, widest: number): Line {
  if (nearest !== undefined) return line(span(`  nearest: ${nearest}`, 'hint'));
  const characters = length ?? (value === null || fits(value, widest) ? undefined : countCharacters(value));
  return characters === undefined ? [] : line(span(`  ${formatCount(characters)} characters`, 'quiet'));
}

function sampleLines({ samples }: JudgedStray, width: number): readonly Line[] {
  if (samples === undefined || samples.length === 0) return [];
  return indent(wrap(line(span(`at ${samples.join(', ')}`, 'quiet')), width - 4), 4);
}

/** A value as SQL would spell it, so that empty text, spaces and NULL can be told apart. */
function literalOf({ value, length }: JudgedStray, widest: number): Line {
  if (value === null) return line('NULL');
  const quoted = value.replaceAll("'", "''");
  return line(fits(quoted, widest) && length === undefined ? `'${quoted}'` : `'${cutToColumns(quoted, widest)}…'`);
}

function fits(value: string, widest: number): boolean {
  return cutToColumns(value, widest).length === value.length;
}

function rowsOf({ rows, rowsAreAtLeast }: JudgedStray): string {
  return `${rowsAreAtLeast ? '≥ ' : ''}${formatCount(rows)} ${rows === 1 ? 'row ' : 'rows'}`;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

function barOf(rows: number, most: number): string {
  const parts = Math.max(1, Math.round((rows / most) * barColumns * 8));
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

function factLines(finding: ValueFinding, width: number): readonly Line[] {
  return [
    ...labelled('accepted', line(finding.accept.join(', ')), width),
    ...labelled('seen', line(howSeen(finding)), width),
  ];
}

function suggestionLines(suggestion: string | undefined, width: number): readonly Line[] {
  if (suggestion === undefined) return [];
  const { text, note } = shorten(suggestion, 2000);
  return [
    ...wrap(line(span('suggestion, never run by Driftline:', 'quiet')), width),
    ...ruled([...showOnLines(text), ...(note === undefined ? [] : [`… (${note})`])], width, 3),
  ];
}
