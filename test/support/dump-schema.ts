import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where Debian's packages put the programs of each major. */
const programs = [18, 17, 16, 15, 14, 13].map((of) => ({ of, path: `/usr/lib/postgresql/${of}/bin/pg_dump` }));

/**
 * A `pg_dump` of this machine that can read a server of a major: of that major, or of a later one. Undefined where there
 * is none, since it does not come with the project.
 */
export function findPgDump(major: number): string | undefined {
  return programs.findLast(({ of, path }) => of >= major && existsSync(path))?.path;
}

/** The same for one whose dumps a server of this very major understands. */
export function findOwnPgDump(major: number): string | undefined {
  return programs.find(({ of, path }) => of === major && existsSync(path))?.path;
}

/** The schema of a database as `pg_dump` writes it, without the lines that only psql understands. */
export async function dumpSchema(pgDump: string, url: string): Promise<string> {
  const { stdout } = await run(pgDump, ['--schema-only', url], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.replaceAll(/^\\.*$/gmu, '');
}
