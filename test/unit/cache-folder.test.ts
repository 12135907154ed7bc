import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepNewest, openCacheFolder, writeAtomically } from '../../lib/cache-folder.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftline-cache-'));
  vi.stubEnv('TMPDIR', root);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('the cache is kept', () => {
  test.for([
    ['in $DRIFTLINE_CACHE before all else', { DRIFTLINE_CACHE: 'own', XDG_CACHE_HOME: 'xdg', HOME: 'home' }, 'own'],
    ['in $XDG_CACHE_HOME', { XDG_CACHE_HOME: 'xdg', HOME: 'home' }, 'xdg/driftline'],
    ['in the home folder', { HOME: 'home' }, 'home/.cache/driftline'],
  ] as const)('%s', async ([, env, folder]) => {
    const absolute = Object.fromEntries(Object.entries(env).map(([name, path]) => [name, join(root, path)]));
    expect(await openCacheFolder(absolute)).toEqual({ path: join(root, folder), diagnostics: [] });
  });

  test('in the home folder when $XDG_CACHE_HOME is relative', async () => {
    const { path } = await openCacheFolder({ XDG_CACHE_HOME: 'xdg', HOME: root });
    expect(path).toBe(join(root, '.cache/driftline'));
  });

  test('in a temporary folder of our own when it cannot be written elsewhere', async () => {
    await writeFile(join(root, 'file'), '');
    expect(await openCacheFolder({ HOME: join(root, 'file') })).toMatchObject({
      path: join(root, `driftline-${userInfo().uid}`),
      diagnostics: [],
    });
    expect(await openCacheFolder({ DRIFTLINE_CACHE: join(root, 'file') })).toMatchObject({
      path: join(root, `driftline-${userInfo().uid}`),
      diagnostics: [{ level: 'info', code: 'cache-unwritable', message: expect.stringContaining('file') }],
    });
  });

  test('nowhere rather than where others may write', async () => {
    await writeFile(join(root, 'file'), '');
    const shared = join(root, `driftline-${userInfo().uid}`);
    await mkdir(shared);
    await chmod(shared, 0o777);
    expect(await openCacheFolder({ HOME: join(root, 'file') })).toMatchObject({
      path: undefined,
      diagnostics: [{ level: 'info', code: 'cache-unwritable' }],
    });
  });
});

test('a file that cannot be written leaves nothing behind', async () => {
  await mkdir(join(root, 'taken'));
  await expect(writeAtomically(join(root, 'taken'), 'x')).rejects.toThrow();
  expect(await readdir(root)).toEqual(['taken']);
});

test('the files written longest ago go first', async () => {
  for (const [age, name] of ['new', 'middle', 'old'].entries()) {
    await writeFile(join(root, name), name);
    await utimes(join(root, name), 1_000_000 - age, 1_000_000 - age);
  }
  await keepNewest(root, 2);
  expect(await readdir(root)).toEqual(['middle', 'new']);
});
