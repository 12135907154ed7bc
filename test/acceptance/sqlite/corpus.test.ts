import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { runInFile } from '../../../demo/make-file.ts';
import { defaults } from '../../../lib/config/defaults.ts';
import { engineNamed } from '../../../lib/engines/engines.ts';
import { diffSources, type ReadSource, readSource } from '../../../lib/run/read-source.ts';
import { expectGolden, goldenText, listCases } from '../../support/corpus.ts';

const cases = listCases('sqlite');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-corpus-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads a file that SQLite made of the SQL, as `driftline diff` reads a database. */
async function readMade(name: string, sql: string): Promise<ReadSource> {
  runInFile(join(folder, name), sql);
  const options = {
    baseDir: folder,
    engine: engineNamed('sqlite'),
    compileTimeoutMs: defaults.compileTimeoutMs,
    connect: { ...defaults, applicationName: 'test' },
  };
  return readSource(`file:${encodeURIComponent(name)}`, options);
}

test.for(cases.map((each) => [each.name, each] as const))('%s', async ([name, { expected, actual, golden }]) => {
  const [ours, theirs] = await Promise.all([
    readMade(`${name}-expected.db`, expected),
    readMade(`${name}-actual.db`, actual),
  ]);
  await expectGolden(golden, goldenText(await diffSources(ours, theirs), await diffSources(theirs, ours)));
});
