import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepNewest, writeAtomically } from '../../../cache-folder.ts';
import type { Verdict } from './replay.ts';

/** Verdicts by the key of their question: in memory first, then in a folder that outlives the process. */
export interface VerdictMemory {
  readonly recall: (key: string, folder: string | undefined) => Promise<Verdict | undefined>;
  readonly remember: (verdicts: ReadonlyMap<string, Verdict>, folder: string | undefined) => Promise<void>;
}

const kept = 5_000;

/** Makes an empty memory. What could not be replayed is remembered by this process only: another may have more extensions. */
export function makeVerdictMemory(): VerdictMemory {
  const verdicts = new Map<string, Verdict>();
  return {
    recall: async (key, folder) => {
      const verdict = verdicts.get(key) ?? (folder === undefined ? undefined : await readVerdict(folder, key));
      if (verdict !== undefined) verdicts.set(key, verdict);
      return verdict;
    },
    remember: async (found, folder) => {
      for (const [key, verdict] of found) verdicts.set(key, verdict);
      if (folder !== undefined) await writeVerdicts(folder, found);
    },
  };
}

async function readVerdict(folder: string, key: string): Promise<Verdict | undefined> {
  const word = await readFile(join(folder, 'verdicts', key), 'utf8').catch(() => '');
  return word === 'same' || word === 'different' ? { kind: word } : undefined;
}

async function writeVerdicts(folder: string, verdicts: ReadonlyMap<string, Verdict>): Promise<void> {
  try {
    await mkdir(join(folder, 'verdicts'), { recursive: true, mode: 0o700 });
    for (const [key, { kind }] of verdicts) {
      if (kind !== 'unknown') await writeAtomically(join(folder, 'verdicts', key), kind);
    }
    await keepNewest(join(folder, 'verdicts'), kept);
  } catch {
    // The next run replays them once more.
  }
}
