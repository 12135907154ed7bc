import { nameOf } from '../../catalog/object-id.ts';
import type { Hazard } from '../../plan/hazard.ts';
import type { Statement } from '../../plan/statement.ts';
import { cutToColumns, indent, type Line, line, span, wrap } from '../layout.ts';
import { shorten, showOnLines } from '../sanitize.ts';
import { listOf } from '../words.ts';
import { ruled } from './parts.ts';

/** Longer SQL is cut: a report is for reading, `driftline plan` prints what runs. */
const longestSql = 10_000;

/** Shows a statement's SQL. */
export function sqlLines(statement: Statement, width: number): readonly Line[] {
  const { text, note } = shorten(statement.sql, longestSql);
  return ruled([...showOnLines(text), ...(note === undefined ? [] : [`… (${note})`])], width, 4);
}

/** Says which lock a statement takes on which tables, and whether it runs in the transaction. */
export function lockInWords(statement: Statement): string {
  const tables = listOf(statement.locks.map(nameOf));
  const lock =
    statement.lockMode === undefined
      ? 'no lock on existing tables'
      : `${statement.lockMode}${tables === '' ? '' : ` on ${tables}`}`;
  return statement.transaction === 'outside' ? `${lock}, outside a transaction` : lock;
}

/** Shows what a statement may hurt and the safer way. */
export function hazardLines(hazards: readonly Hazard[], width: number): readonly Line[] {
  return hazards.flatMap((hazard) => [
    ...wrap(line(span(hazard.code, 'bad'), `  ${hazard.message}`), width, 2),
    ...(hazard.saferWay === undefined
      ? []
      : indent(wrap(line(span('safer: ', 'hint'), hazard.saferWay), width - 2, 7), 2)),
  ]);
}

/** The beginning of a statement on one line of so many columns, to recognise it by. */
export function firstWords(statement: Statement, columns: number): string {
  const flat = statement.sql.replace(/[ \t\n]+/g, ' ').trim();
  if (cutToColumns(flat, columns).length === flat.length) return flat;
  return `${cutToColumns(flat, columns - 1).trimEnd()}…`;
}
