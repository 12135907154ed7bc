import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that is soon full. */
export interface SmallDisk extends Disposable {
  readonly path: string;
}

/** Mounts a disk of so many megabytes, where this user may; elsewhere says what goes unproved. */
export function mountSmallDisk(megabytes: number, unproved: string): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'driftline-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]).status !== 0) {
    process.stderr.write(`\nNOT RUN: ${unproved}: only root may mount a small one.\n\n`);
    rmdirSync(path);
    return undefined;
  }
  return {
    path,
    [Symbol.dispose]: () => {
      spawnSync('umount', [path]);
      rmdirSync(path);
    },
  };
}
