import { DriftlineError } from '../errors.ts';
import type { Revision } from '../migrations/migration.ts';
import type { ReadMigrations } from '../migrations/read-migrations.ts';
import type { ExpectedHead, MigrationTool } from './migration-tool.ts';
import { migrationTools } from './migration-tools.ts';

/** What a configuration says of the head; what it leaves out is the migrations' to say. */
export interface HeadSettings {
  readonly tool?: string;
  /** Revisions by name, or the text of the tool's own list. */
  readonly heads?: readonly string[];
}

/**
 * What the migration tool's table must say: as the configuration has it, or else the last of the migrations. Undefined when
 * no tool is known.
 *
 * @throws DriftlineError `invalid-migration-head`
 */
export function expectedHead(
  { tool: named, heads }: HeadSettings,
  { tool: found, migrations }: ReadMigrations,
): ExpectedHead | undefined {
  const name = named ?? found;
  const tool = name === undefined ? undefined : migrationTools[name];
  if (tool === undefined) {
    if (named === undefined && heads === undefined) return undefined;
    throw new DriftlineError(
      'invalid-migration-head',
      named === undefined
        ? 'the migrations do not tell which tool they are for'
        : `no migration tool is called ${named}`,
      { remedy: `Set head.tool to one of ${Object.keys(migrationTools).join(', ')}.` },
    );
  }
  const all = migrations.flatMap(({ revision }) => revision ?? []);
  if (heads === undefined) return lastOf(tool, all);
  if (tool.readHead !== undefined)
    return lastOf(
      tool,
      heads.flatMap((text) => tool.readHead?.(text) ?? []),
    );
  return namedHead(tool, heads, all);
}

function lastOf(tool: MigrationTool, revisions: readonly Revision[]): ExpectedHead {
  if (revisions.length === 0) {
    throw new DriftlineError('invalid-migration-head', `the migrations do not name a revision of ${tool.title}`, {
      remedy: 'Set head.head to the revision that must have been applied last.',
    });
  }
  const heads = endsOf(revisions);
  return { tool: tool.name, revisions, ...(heads.length < 2 ? {} : { heads }) };
}

/** Revisions that nothing comes after, where the tool's migrations may branch. */
function endsOf(revisions: readonly Revision[]): readonly string[] {
  if (revisions.every(({ after }) => after === undefined)) return revisions.slice(-1).map(({ id }) => id);
  const before = new Set(revisions.flatMap(({ after = [] }) => after));
  return revisions.map(({ id }) => id).filter((id) => !before.has(id));
}

/** The way to the named revisions, where the migrations know it; else these alone. */
function namedHead(tool: MigrationTool, heads: readonly string[], all: readonly Revision[]): ExpectedHead {
  const names = heads.map((head) => head.trim()).filter((head) => head !== '');
  if (names.length === 0) {
    throw new DriftlineError('invalid-migration-head', `${tool.title}'s head is empty`, {
      remedy: 'Set head to the revision that must have been applied last, or leave it out.',
    });
  }
  const same = tool.sameId ?? ((id: string) => id);
  const places = names.map((name) => all.findIndex((one) => same(one.id) === same(name) || one.name === name));
  if (places.some((place) => place < 0)) {
    return { tool: tool.name, revisions: names.map((name) => ({ id: name, name })), isPartial: true, heads: names };
  }
  return lastOf(tool, all.slice(0, Math.max(...places) + 1));
}
