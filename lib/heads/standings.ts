import type { Migration } from '../migrations/migration.ts';
import type { ExpectedHead } from './migration-tool.ts';

/** How many migrations may be missing for the drifts to be explained: each costs one look at the catalog when compiling. */
const most = 10;

/** A place on the way to the expected state. */
export interface StandingPlace {
  /** How many of the head's revisions a database has that stands there. */
  readonly applied: number;
  /** How many of the files have run there. */
  readonly files: number;
}

/**
 * The places where a database may stand that is behind: before each of the last revisions, and before the first. None where
 * the revisions have no files of their own, as in a dump.
 */
export function standingPlaces(
  migrations: readonly Migration[],
  head: ExpectedHead | undefined,
): readonly StandingPlace[] {
  if (head === undefined || head.isPartial) return [];
  const before = filesBefore(migrations);
  const places = head.revisions.map(({ id }, applied) => ({ applied, files: before.get(id) }));
  return places.flatMap(({ applied, files }) => {
    const isNear = applied === 0 || applied >= places.length - most;
    return files === undefined || !isNear ? [] : [{ applied, files }];
  });
}

function filesBefore(migrations: readonly Migration[]): ReadonlyMap<string, number> {
  const before = new Map<string, number>();
  let files = 0;
  for (const { file, revision } of migrations) {
    if (file === undefined) continue;
    if (revision !== undefined) before.set(revision.id, files);
    files += 1;
  }
  return before;
}
