import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, keepNewest, openCacheFolder, writeAtomically } from '../cache-folder.ts';
import { fingerprintText } from '../catalog/fingerprint.ts';
import type { CheckReport } from '../report/run-report.ts';
import { memoriesOf, type ScanMemories } from './look.ts';

/** Where the rolling scans of a person's own runs go on: one file an environment in the cache folder. */
export interface ScanFiles {
  readonly recall: (environment: string) => Promise<ScanMemories>;
  /** Keeps what the environments of a report left. */
  readonly keep: (report: CheckReport) => Promise<void>;
}

const keptFiles = 500;

/**
 * Opens the files for the configuration of a folder. They can be made again, by scans from the beginning: so nothing
 * is thrown where they cannot be read or written. Only their owner may read them, since they hold stray values.
 */
export async function openScanFiles(baseDir: string, env: Environment): Promise<ScanFiles> {
  const { path: cache } = await openCacheFolder(env);
  if (cache === undefined) return { recall: async () => ({}), keep: async () => {} };
  const folder = join(cache, 'scans');
  const fileOf = (environment: string) =>
    join(folder, `${fingerprintText(JSON.stringify([baseDir, environment]))}.json`);
  const recall = (environment: string) => readMemories(fileOf(environment));
  return {
    recall,
    keep: async (report) => {
      const left = report.environments
        .map(({ environment, values }) => ({ environment, memories: memoriesOf(values) }))
        .filter(({ memories }) => Object.keys(memories).length > 0);
      for (const { environment, memories } of left) {
        await writeMemories(folder, fileOf(environment), { ...(await recall(environment)), ...memories });
      }
    },
  };
}

async function readMemories(file: string): Promise<ScanMemories> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof content === 'object' && content !== null ? (content as ScanMemories) : {};
  } catch {
    return {};
  }
}

async function writeMemories(folder: string, file: string, memories: ScanMemories): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeAtomically(file, JSON.stringify(memories));
    await keepNewest(folder, keptFiles);
  } catch {
    // The next run begins anew, which costs time and loses nothing.
  }
}
