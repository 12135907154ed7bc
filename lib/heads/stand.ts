import type { Revision } from '../migrations/migration.ts';
import { naturalOrder } from '../migrations/natural-order.ts';
import type { AppliedRevision, ExpectedHead, MigrationTool } from './migration-tool.ts';

/** Where a database stands on the way that its migrations go. */
export interface Stand {
  /** What the tool applied last, as people call it. */
  readonly last?: string;
  /** Expected and not applied, oldest first. */
  readonly pending: readonly Revision[];
  /** Applied after everything that the expectation knows, or in its stead. */
  readonly unknown: readonly string[];
  /** Begun, and not come to their end. */
  readonly failed: readonly string[];
  /** Applied in another form than the expectation's. */
  readonly changed: readonly Revision[];
}

/** Holds what a tool's table says against what the expectation promises. */
export function standOf(tool: MigrationTool, expected: ExpectedHead, applied: readonly AppliedRevision[]): Stand {
  const same = tool.sameId ?? ((id: string) => id);
  const revisions = expected.revisions.map((revision) => ({ ...revision, id: same(revision.id) }));
  const rows = applied.map((row) => ({ ...row, id: same(row.id) }));
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const known = new Map(revisions.map((revision) => [revision.id, revision]));
  const done = new Set(rows.flatMap((row) => coveredBy(row, revisions, tool)));
  const isChanged = ({ id, checksums }: Revision) => {
    const kept = rowOf.get(id)?.checksum;
    return done.has(id) && kept !== undefined && checksums !== undefined && !checksums.includes(kept);
  };
  const last = rows.at(-1);
  return {
    ...(last === undefined ? {} : { last: known.get(last.id)?.name ?? last.name ?? last.id }),
    pending: revisions.filter(
      (revision) => !done.has(revision.id) || (revision.isRepeatable === true && isChanged(revision)),
    ),
    unknown: expected.isPartial ? [] : unknownAmong(rows, known),
    failed: rows.filter(({ isFailed }) => isFailed).map((row) => known.get(row.id)?.name ?? row.name ?? row.id),
    changed: revisions.filter((revision) => revision.isRepeatable !== true && isChanged(revision)),
  };
}

/** The expected revisions that one row says are applied. */
function coveredBy(row: AppliedRevision, revisions: readonly Revision[], tool: MigrationTool): readonly string[] {
  const own = row.isFailed ? [] : [row.id];
  if (!row.coversEarlier) return own;
  const at = revisions.findIndex(({ id }) => id === row.id);
  if (at < 0 && tool.ordersIds) return revisions.filter(({ id }) => naturalOrder(id, row.id) < 0).map(({ id }) => id);
  const revision = revisions[at];
  if (revision === undefined) return own;
  const earlier =
    revision.after === undefined ? revisions.slice(0, at).map(({ id }) => id) : ancestors(revision, revisions);
  return [...earlier, ...own];
}

function ancestors({ after = [] }: Revision, revisions: readonly Revision[]): readonly string[] {
  return after.flatMap((id) => {
    const parent = revisions.find((revision) => revision.id === id);
    return parent === undefined ? [id] : [...ancestors(parent, revisions), id];
  });
}

/** What was applied before anything that is still in the folder has only been tidied away there. */
function unknownAmong(rows: readonly AppliedRevision[], known: ReadonlyMap<string, Revision>): readonly string[] {
  const lastKnown = rows.findLastIndex(({ id }) => known.has(id));
  return rows
    .filter(({ id, isBaseline, isFailed }, i) => !known.has(id) && !isBaseline && !isFailed && i > lastKnown)
    .map(({ id, name }) => name ?? id);
}
