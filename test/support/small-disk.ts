import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that is soon full. */
export interface SmallDisk extends Disposable {
  readonly path: string;
}

/** Whether this user may mount a disk; where not, says what goes unproved. */
export function mayMountDisks(unproved: string): boolean {
  try {
    mountSmallDisk(1)[Symbol.dispose]();
    return true;
  } catch {
    process.stderr.write(`\nNOT RUN: ${unproved}: only root may mount a small disk.\n\n`);
    return false;
  }
}

/** Mounts a disk of so many megabytes. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'driftline-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]).status !== 0) {
    rmdirSync(path);
    throw new Error('no disk could be mounted');
  }
  return {
    path,
    [Symbol.dispose]: () => {
      spawnSync('umount', [path]);
      rmdirSync(path);
    },
  };
}
