import { DriftlineError } from '../../../errors.ts';
import { makeHarmless } from '../../../harmless-text.ts';
import { pointAt } from '../../../source-place.ts';
import { conditionNames } from './condition-names.ts';

export { lineOf } from '../../../source-place.ts';

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
    pointAt({ path, text }, at, `${failure.message}${state}`),
    ...notes.map((note) => `  ${makeHarmless(note)}`),
  ];
  return new DriftlineError('migration-failed', lines.join('\n'), {
    remedy: failure.remedy ?? remedyOf(sqlstate),
  });
}

const order = 'Files run in the natural order of their names, folders in the order of the list.';

const fromExtension =
  'What an extension brings needs its CREATE EXTENSION: where an administrator ran that, put it into a file of your own and ' +
  'list it first (`migrations: [extensions.sql, migrations]`).';

const seesNoFiles =
  'The embedded PostgreSQL sees no files of a server: leave the statement out if nothing later needs it, or compile on a server ' +
  `that has the file: \`compile: { url: "\${SCRATCH_URL}" }\` in the expectation.`;

const remedies: { readonly [sqlstate: string]: string } = {
  '3F000': `Create the schema in an earlier file. ${order}`,
  '42P01': `Check that the file which creates the table is among the migrations and comes first. ${order}`,
  '42703': `Check that the file which adds the column is among the migrations and comes first. ${order}`,
  '42704': `Check that an earlier file creates what it names. ${fromExtension} ${order}`,
  '42883': `Check that an earlier file creates the function, with these types. ${fromExtension}`,
  '42601': 'Driftline reads plain SQL as PostgreSQL 18 does: psql variables and templates must be filled in first.',
  '42P07': 'It is created twice: list only files that run one after another, and no down or old migrations.',
  '42710': 'It is created twice: list only files that run one after another, and no down or old migrations.',
  '42701': 'It is created twice: list only files that run one after another, and no down or old migrations.',
  '58P01': seesNoFiles,
  F0000: seesNoFiles,
  '53200': 'The embedded PostgreSQL ran out of memory: leave large data out of the migrations.',
};

function remedyOf(sqlstate: string | undefined): string {
  return (
    remedies[sqlstate ?? ''] ??
    'Correct the statement, or leave its file out of the expectation if it never ran on the database either.'
  );
}
