import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';

/** The newest `pg_dump` of this machine. */
export interface PgDump {
  readonly path: string;
  readonly major: number;
}

/**
 * Looks for `pg_dump`, past Debian's wrapper script, whose start would be counted with it. Undefined when the machine
 * has none.
 */
export function findPgDump(): PgDump | undefined {
  return ['pg_dump', ...globSync('/usr/lib/postgresql/*/bin/pg_dump')]
    .flatMap((path) => {
      try {
        const version = execFileSync(path, ['--version'], { encoding: 'utf8' });
        return [{ path, major: Number(/\) (\d+)/.exec(version)?.[1]) }];
      } catch {
        return [];
      }
    })
    .sort((a, b) => a.major - b.major)
    .at(-1);
}
