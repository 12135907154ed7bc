import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { runInFile } from '../../../demo/make-file.ts';
import { introspect } from '../../../lib/engines/sqlite/introspect/introspect.ts';
import type { Row } from '../../../lib/engines/sqlite/sqlite-database.ts';
import { diffSources, type ReadSource } from '../../../lib/run/read-source.ts';
import { type CorpusCase, expectGolden, goldenText, listCases } from '../../support/corpus.ts';
import { runDriftline } from '../../support/run-driftline.ts';

const cases = listCases('sqlite');

function caseNamed(name: string): CorpusCase {
  const found = cases.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`there is no case ${name}`);
  return found;
}

/** Reads what SQLite makes of the SQL, without a process for each database, which takes longer than all the rest. */
async function readMade(sql: string): Promise<ReadSource> {
  using database = new DatabaseSync(':memory:');
  // What an application may add to its own connections, and nobody else has.
  database.function('application_key', { deterministic: true }, (text) => text);
  database.exec(sql);
  const query = async (text: string) => database.prepare(text).all() as Row[];
  return introspect({ query, close: async () => undefined, kill: () => undefined }, 'the test', 10_000);
}

test('the corpus is not thinned out', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
});

test('what is the same but for how it is written is no drift', () => {
  const silent = goldenText({ drifts: [], diagnostics: [] }, { drifts: [], diagnostics: [] });
  const same = cases.filter(({ name }) => name.startsWith('same-but-for'));
  expect(same.length).toBeGreaterThanOrEqual(15);
  expect(same.filter(({ golden }) => readFileSync(golden, 'utf8') !== silent).map(({ name }) => name)).toEqual([]);
});

test.concurrent.for(cases.map((each) => [each.name, each] as const))('%s', async ([, { expected, actual, golden }]) => {
  const [ours, theirs] = [await readMade(expected), await readMade(actual)];
  await expectGolden(golden, goldenText(await diffSources(ours, theirs), await diffSources(theirs, ours)));
});

test('the command finds in SQL and a file what is found of them here', async () => {
  const { expected, actual } = caseNamed('names-that-need-quotes');
  const folder = await mkdtemp(join(tmpdir(), 'driftline-corpus-'));
  try {
    await writeFile(join(folder, 'expected.sql'), expected);
    runInFile(join(folder, 'actual.db'), actual);
    const { stdout, exitCode } = await runDriftline(
      ['diff', 'expected.sql', 'sqlite:///actual.db', '--format', 'json', '--format', 'html=drifts.html'],
      { cwd: folder },
    );
    expect(exitCode).toBe(2);
    const { drifts } = await diffSources(await readMade(expected), await readMade(actual));
    expect(JSON.parse(stdout).environments[0].drifts).toMatchObject(drifts);
    const page = await readFile(join(folder, 'drifts.html'), 'utf8');
    expect(page).toContain('ünïcode größe');
    expect(page).not.toContain('not connected');
  } finally {
    await rm(folder, { recursive: true });
  }
});
