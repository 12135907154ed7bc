import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Diagnostic } from '../../lib/diagnostic.ts';
import type { Drift } from '../../lib/diff/drift.ts';
import { makeHarmless } from '../../lib/harmless-text.ts';

/** Two databases that may differ, and a file that says how. */
export interface CorpusCase {
  /** The name of its folder, which says what the case is about. */
  readonly name: string;
  /** SQL that makes what should be. */
  readonly expected: string;
  /** SQL that makes what is. */
  readonly actual: string;
  /** The path of `drifts.txt`. */
  readonly golden: string;
}

/** What one comparison found. */
export interface Found {
  readonly drifts: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Lists the cases of `test/corpus/<engine>`, in the order of their names. */
export function listCases(engine: string): readonly CorpusCase[] {
  const corpus = fileURLToPath(new URL(`../corpus/${engine}`, import.meta.url));
  return readdirSync(corpus)
    .sort()
    .map((name) => ({
      name,
      expected: readFileSync(join(corpus, name, 'expected.sql'), 'utf8'),
      actual: readFileSync(join(corpus, name, 'actual.sql'), 'utf8'),
      golden: join(corpus, name, 'drifts.txt'),
    }));
}

/** The text of a `drifts.txt`: what is found when `actual.sql` is what is there, and when `expected.sql` is. */
export function goldenText(there: Found, back: Found): string {
  return [
    'expected.sql is expected, actual.sql is there',
    ...foundLines(there),
    '',
    'actual.sql is expected, expected.sql is there',
    ...foundLines(back),
    '',
  ].join('\n');
}

/** The golden text of two databases that do not differ. */
export const inSync = goldenText({ drifts: [], diagnostics: [] }, { drifts: [], diagnostics: [] });

/**
 * Compares a text with its golden file, or writes the file when the environment says `DRIFTLINE_WRITE_GOLDENS=yes`:
 * whoever does that reads every changed line before committing it. Never in continuous integration, where it would hide what it
 * is to find.
 *
 * @param where told along with the difference
 */
export async function expectGolden(path: string, text: string, where?: string): Promise<void> {
  if (process.env.DRIFTLINE_WRITE_GOLDENS === 'yes' && process.env.CI === undefined) await writeFile(path, text);
  expect(text, where).toBe(await readFile(path, 'utf8'));
}

function foundLines({ drifts, diagnostics }: Found): readonly string[] {
  if (drifts.length + diagnostics.length === 0) return ['  in sync'];
  return [
    ...drifts.flatMap((drift) => driftLines(drift, drifts)).map(makeHarmless),
    ...diagnostics.map(({ level, code, message }) => `  ${level} ${code}: ${message}`),
  ];
}

function driftLines(drift: Drift, all: readonly Drift[]): readonly string[] {
  const { kind, id, attribute, severity, expected, actual, hint, resembles, includes = [] } = drift;
  return [
    `  ${kind} ${id}${attribute === undefined ? '' : ` ${attribute}`} (${severity})`,
    ...(expected === null ? [] : [`    expected ${written(expected)}`]),
    ...(actual === null ? [] : [`    actual   ${written(actual)}`]),
    ...includes.map((child) => `    with ${child}`),
    ...all.filter(isCauseOf(drift)).map((cause) => `    because of ${cause.id} ${cause.attribute ?? ''}`.trimEnd()),
    ...(resembles === undefined ? [] : [`    resembles ${resembles}`]),
    ...(hint === undefined ? [] : [`    hint: ${hint}`]),
  ];
}

function isCauseOf({ explainedBy }: Drift): (drift: Drift) => boolean {
  return ({ fingerprint }) => fingerprint === explainedBy;
}

/** What an object hangs on is in its name, as a rule, or else a drift of its own. */
function written(value: Drift['expected']): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const { belongsTo: _, ...attributes } = value as { readonly [name: string]: unknown };
  return JSON.stringify(attributes);
}
