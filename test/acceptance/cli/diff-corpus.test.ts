import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../../../lib/cli/run-cli.ts';
import type { RunReport } from '../../../lib/report/run-report.ts';
import { createTestIo } from '../../support/cli-io.ts';
import { type Found, goldenText } from '../../support/corpus.ts';
import { listPostgresCases, type PostgresCase } from '../../support/postgres-corpus.ts';
import { openSharedEmbedded, type SharedEmbedded } from '../../support/shared-embedded.ts';

let embedded: SharedEmbedded;
beforeAll(async () => {
  embedded = await openSharedEmbedded();
});
afterAll(() => embedded[Symbol.asyncDispose]());

const cases = listPostgresCases().map((each) => [each.name, each] as const);

/** `driftline diff` of two files, which finds in its cache what one embedded PostgreSQL has made of all of them. */
async function diffFiles(expected: string, actual: string, { golden, compare }: PostgresCase): Promise<Found> {
  const { io, stdout, stderr } = createTestIo({ cwd: dirname(golden) });
  const compared = compare.length === 0 ? [] : ['--compare', ...compare];
  const exitCode = await runCli(['diff', expected, actual, '--format', 'json', ...compared], io);
  const { environments }: { readonly environments: readonly RunReport[] } = JSON.parse(stdout());
  const [report] = environments;
  if (report === undefined) throw new Error(`driftline diff gave no report: ${stderr()}`);
  expect(exitCode).toBe(report.drifts.length > 0 ? 2 : 0);
  return report;
}

test.for(cases)('driftline diff of the two files: %s', async ([, each]) => {
  const cwd = dirname(each.golden);
  const ours = await embedded.compile('expected.sql', cwd, each.compare);
  const theirs = await embedded.compile('actual.sql', cwd, each.compare);
  await embedded.diff(ours, theirs, each.compare);
  await embedded.diff(theirs, ours, each.compare);
  const there = await diffFiles('expected.sql', 'actual.sql', each);
  const back = await diffFiles('actual.sql', 'expected.sql', each);
  expect(goldenText(there, back)).toBe(await readFile(each.golden, 'utf8'));
});
