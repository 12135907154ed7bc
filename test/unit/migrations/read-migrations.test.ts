import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMigrations } from '../../../lib/migrations/read-migrations.ts';

let baseDir: string;

beforeEach(async () => {
  baseDir = await mkdtemp(join(tmpdir(), 'driftline-migrations-'));
});

afterEach(async () => {
  await rm(baseDir, { recursive: true });
});

async function write(files: { readonly [path: string]: string | Uint8Array }): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(baseDir, path)), { recursive: true });
    await writeFile(join(baseDir, path), content);
  }
}

async function pathsOf(...paths: readonly string[]): Promise<string[]> {
  const files = await readMigrations(
    paths.map((path) => join(baseDir, path)),
    baseDir,
  );
  return files.map(({ path }) => path);
}

describe('files run', () => {
  test('in the natural order of their names, subfolders in their place', async () => {
    await write({
      'm/10_c.sql': 'select 10',
      'm/2_b.sql': 'select 2',
      'm/V1__a.sql': 'select 1',
      'm/3_b/1.sql': 'select 3.1',
      'm/3_b/deep/0.sql': 'select 3.2',
      'm/3_b.sql': 'select 3',
    });
    expect(await pathsOf('m')).toEqual([
      'm/2_b.sql',
      'm/3_b/1.sql',
      'm/3_b/deep/0.sql',
      'm/3_b.sql',
      'm/10_c.sql',
      'm/V1__a.sql',
    ]);
  });

  test('in the order of the list, each once', async () => {
    await write({ 'z/1.sql': 'select 1', 'a.sql': 'select 2' });
    expect(await pathsOf('z', 'a.sql', 'z/1.sql')).toEqual(['z/1.sql', 'a.sql']);
  });

  test('unless they are no SQL, hidden, or undo something', async () => {
    await write({
      'm/1_up.sql': 'select 1',
      'm/1_down.sql': 'drop table a',
      'm/1.down.sql': 'drop table a',
      'm/down.sql': 'drop table a',
      'm/down/1.sql': 'drop table a',
      'm/.hidden.sql': 'drop table a',
      'm/.git/1.sql': 'drop table a',
      'm/meta/notes.json': '{}',
      'm/2_countdown.sql': 'select 2',
      'm/3.SQL': 'select 3',
    });
    expect(await pathsOf('m')).toEqual(['m/1_up.sql', 'm/2_countdown.sql', 'm/3.SQL']);
  });

  test('whatever they are called when they are named outright', async () => {
    await write({ 'schema.psql': 'select 1', 'm/down.sql': 'select 2' });
    expect(await pathsOf('schema.psql', 'm/down.sql')).toEqual(['schema.psql', 'm/down.sql']);
  });

  test('through links to files, never through links to folders', async () => {
    await write({ 'm/1.sql': 'select 1', 'other/2.sql': 'select 2' });
    await symlink(join(baseDir, 'other/2.sql'), join(baseDir, 'm/2.sql'));
    await symlink(join(baseDir, 'm'), join(baseDir, 'm/again'));
    expect(await pathsOf('m')).toEqual(['m/1.sql', 'm/2.sql']);
  });

  test('without their byte order mark', async () => {
    await write({ '1.sql': '\u{feff}select 1' });
    const [file] = await readMigrations([join(baseDir, '1.sql')], baseDir);
    expect(file).toEqual({ path: '1.sql', text: 'select 1' });
  });
});

describe('an expectation is refused', () => {
  test('when there is nothing at the path', async () => {
    await expect(pathsOf('nowhere')).rejects.toMatchObject({
      code: 'migrations-missing',
      message: expect.stringContaining('nowhere'),
      remedy: expect.any(String),
    });
  });

  test.for([
    ['an empty folder', { 'm/notes.md': 'nothing yet' }],
    ['a folder of down migrations', { 'm/1.down.sql': 'drop table a' }],
    ['empty files', { 'm/1.sql': '', 'm/2.sql': ' \n' }],
    ['comments', { 'm/1.sql': '-- later\n/* or\nnever */' }],
  ] as const)('when all there is is %s', async ([, files]) => {
    await write(files);
    await expect(pathsOf('m')).rejects.toMatchObject({ code: 'migrations-empty', remedy: expect.any(String) });
  });

  test('when a file is not UTF-8, naming it', async () => {
    await write({ 'm/1.sql': new Uint8Array([0x2d, 0x2d, 0xff, 0xfe]) });
    await expect(pathsOf('m')).rejects.toMatchObject({
      code: 'file-not-utf8',
      message: expect.stringContaining('m/1.sql'),
    });
  });
});
