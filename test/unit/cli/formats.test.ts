import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultFormats, formats, readFormat, stdoutFormat, writeReport } from '../../../lib/cli/formats.ts';
import { runCli } from '../../../lib/cli/run-cli.ts';
import { renderJson } from '../../../lib/report/json.ts';
import { createTestIo } from '../../support/cli-io.ts';
import { everything } from '../report/examples.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-formats-'));
});

afterEach(() => rm(folder, { recursive: true }));

const read = (file: string) => readFile(join(folder, file), 'utf8');
const choose = (...texts: readonly string[]) =>
  texts.reduce((chosen, text) => readFormat(text, chosen), defaultFormats);

describe('formats', () => {
  test('are text alone unless they are chosen', () => {
    expect(stdoutFormat(defaultFormats)).toBe('text');
    expect(choose('sarif=a=b.sarif', 'json')).toEqual([{ format: 'sarif', file: 'a=b.sarif' }, { format: 'json' }]);
    expect(stdoutFormat(choose('sarif=a'))).toBeUndefined();
  });

  test('go each to its own place, all at once', async () => {
    const { io, stdout } = createTestIo({ cwd: folder });
    const files = formats.filter((format) => format !== 'json').map((format) => `${format}=out.${format}`);
    await writeReport(everything, choose(...files, 'json'), io, { text: (to) => `text for a ${to}` });
    expect(stdout()).toBe(renderJson(everything));
    expect(await read('out.text')).toBe('text for a file');
    const beginnings = {
      markdown: '# Driftline',
      junit: '<?xml',
      sarif: '{',
      html: '<!doctype html>',
      github: '::error',
    };
    for (const [format, beginning] of Object.entries(beginnings)) {
      expect((await read(`out.${format}`)).startsWith(beginning), format).toBe(true);
    }
  });

  test('on GitHub add a summary to what other steps have written', async () => {
    await writeFile(join(folder, 'summary.md'), 'before\n');
    const { io } = createTestIo({ cwd: folder, env: { GITHUB_STEP_SUMMARY: join(folder, 'summary.md') } });
    await writeReport(everything, choose('github'), io, { text: () => '' });
    expect(await read('summary.md')).toMatch(/^before\n# Driftline\n/);
  });

  test('that cannot be written say so', async () => {
    const { io } = createTestIo({ cwd: folder });
    await expect(writeReport(everything, choose('html=no/such/x'), io, { text: () => '' })).rejects.toMatchObject({
      code: 'file-unwritable',
      message: 'no/such/x cannot be written: ENOENT',
    });
  });
});

describe('driftline report', () => {
  const write = async (file: string, startedAt: string, isPacked = false) => {
    const environments = everything.environments.map((one) => ({ ...one, startedAt }));
    const text = renderJson({ ...everything, environments, startedAt });
    await writeFile(join(folder, file), isPacked ? gzipSync(text) : text);
  };

  test('shows the newest of some reports, packed or not, and since when it drifted', async () => {
    await write('new.json', '2026-07-30T10:00:00.000Z');
    await write('old.json.gz', '2026-07-28T09:00:00.000Z', true);
    const { io, stderr } = createTestIo({ cwd: folder });
    expect(await runCli(['report', '--from', 'new.json', 'old.json.gz', '-o', 'report.html'], io)).toBe(0);
    expect(stderr()).toBe('Wrote report.html: 1 unknown, 3 with drift, 1 in sync.\n');
    const page = await read('report.html');
    expect(page).toContain('checked at 2026-07-30 10:00:00 UTC');
    expect(page).toContain('since 2026-07-28 09:00:00 UTC');
  });

  test('of one report knows nothing of before, and goes to standard output', async () => {
    await write('new.json', '2026-07-30T10:00:00.000Z');
    const { io, stdout } = createTestIo({ cwd: folder });
    expect(await runCli(['report', '--from', 'new.json'], io)).toBe(0);
    expect(stdout()).toMatch(/^<!doctype html>/);
    expect(stdout()).not.toContain('Since when');
  });

  test.for([
    ['no JSON', 'nothing', 'it is no JSON'],
    ['no report', '{"formatVersion":1}', 'outcome:'],
  ] as const)('refuses what is %s', async ([, text, why]) => {
    await writeFile(join(folder, 'x.json'), text);
    const { io, stderr } = createTestIo({ cwd: folder });
    expect(await runCli(['report', '--from', 'x.json', '-o', 'report.html'], io)).toBe(1);
    expect(stderr()).toContain(`x.json holds no report: ${why}`);
    await expect(read('report.html')).rejects.toThrow();
  });
});
