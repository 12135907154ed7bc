import { DriftlineError } from '../../../errors.ts';
import { makeHarmless } from '../embedded/harmless-text.ts';
import { conditionNames } from './condition-names.ts';

/** Why a compilation stopped, as plain data. */
export interface CompileFailure {
  /** The file as people name it. */
  readonly path: string;
  /** The whole text of the file. */
  readonly text: string;
  /** The place in the text. */
  readonly at: number;
  readonly sqlstate?: string;
  readonly message: string;
  /** What the server adds: `DETAIL: ...`, `HINT: ...`. */
  readonly notes?: readonly string[];
  /** What to do, when it is known better than from the SQLSTATE alone. */
  readonly remedy?: string;
}

/**
 * Turns a failure into the error that a person reads: file, line and column; what the server said, with its SQLSTATE;
 * the line with a caret under the place; and a remedy. Passwords are hidden and control characters made harmless.
 */
export function explainFailure(failure: CompileFailure): DriftlineError {
  const { path, text, at, sqlstate, notes = [] } = failure;
  const condition = sqlstate === undefined ? undefined : conditionNames[sqlstate];
  const state = sqlstate === undefined ? '' : ` (SQLSTATE ${sqlstate}${condition ? ` ${condition}` : ''})`;
  const lines = [
    `${path}:${placeOf(text, at)}: ${makeHarmless(failure.message)}${state}`,
    showLine(text, at),
    ...notes.map((note) => `  ${makeHarmless(note)}`),
  ];
  return new DriftlineError('migration-failed', lines.join('\n'), {
    remedy: failure.remedy ?? remedyOf(sqlstate),
  });
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

const order = 'Files run in the natural order of their names, folders in the order of the list.';

const remedies: { readonly [sqlstate: string]: string } = {
  '3F000': `Create the schema in an earlier file. ${order}`,
  '42P01': `Check that the file which creates the table is among the migrations and comes first. ${order}`,
  '42703': `Check that the file which adds the column is among the migrations and comes first. ${order}`,
  '42704': `Check that what it names is created by an earlier file, or by an extension that one creates. ${order}`,
  '42883': 'If an extension provides the function, create the extension in an earlier file; else correct the call.',
  '42601': 'Driftline reads plain SQL as PostgreSQL 18 does: psql variables and templates must be filled in first.',
  '42P07': 'It is created twice: list only files that run one after another, and no down or old migrations.',
  '42710': 'It is created twice: list only files that run one after another, and no down or old migrations.',
  '42701': 'It is created twice: list only files that run one after another, and no down or old migrations.',
  '53200': 'The embedded PostgreSQL ran out of memory: leave large data out of the migrations.',
};

function remedyOf(sqlstate: string | undefined): string {
  return (
    remedies[sqlstate ?? ''] ??
    'Correct the statement, or leave its file out of the expectation if it never ran on the database either.'
  );
}
