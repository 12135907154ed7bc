import { formatObjectId } from '../catalog/object-id.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type Drift, fingerprintDrift } from '../diff/drift.ts';
import type { AppliedRevision, ExpectedHead, MigrationTool } from './migration-tool.ts';
import { type Stand, standOf } from './stand.ts';

export interface HeadVerdict {
  readonly drifts: readonly Drift[];
  readonly diagnostics: readonly Diagnostic[];
  /** The ids of the expected migrations that were not applied, oldest first. */
  readonly pending: readonly string[];
}

/**
 * Says what it means that a migration tool applied these revisions: behind, ahead, diverged, an unknown revision, a
 * migration that failed, one that was changed after it was applied.
 *
 * While objects are missing or different, a head that is not where it should be is their likely cause and so a drift. Once
 * the catalog is as promised it is bookkeeping: nothing is broken now, so that it is told as a warning. A migration that
 * failed is a drift in any case, because its tool refuses to go on.
 *
 * @param applied what the tool's table says, in order; null when it does not exist
 */
export function judgeHead(
  tool: MigrationTool,
  expected: ExpectedHead,
  applied: readonly AppliedRevision[] | null,
  catalogIsInSync: boolean,
): HeadVerdict {
  const stand = standOf(tool, expected, applied ?? []);
  const place = placeOf(tool, stand, applied === null);
  // Nobody can say what is pending where the only revision that the tool names is unknown.
  const pending = isLost(expected, stand) ? [] : stand.pending.map(({ id }) => id);
  const finding = findFailed(tool, stand) ?? findMisplaced(tool, expected, stand, place);
  const changed = findChanged(tool, stand);
  const found = [...(finding === undefined ? [] : [finding]), ...(changed === undefined ? [] : [changed])];
  if (!catalogIsInSync) return { drifts: found.map(({ drift }) => drift), diagnostics: [], pending };
  return {
    drifts: found.flatMap(({ drift }) => (drift.kind === 'invalid' ? [drift] : [])),
    diagnostics: found.flatMap(({ drift, warning }) => (drift.kind === 'invalid' ? [] : [warning])),
    pending,
  };
}

/** One thing that is wrong: as a drift beside others, and as a warning where nothing else is. */
interface Finding {
  readonly drift: Drift;
  readonly warning: Diagnostic;
}

function placeOf(tool: MigrationTool, { last }: Stand, isTableMissing: boolean): string {
  if (last !== undefined) return `${tool.title} stands at ${last}`;
  return `${tool.title} has applied nothing here${isTableMissing ? ' (its table does not exist)' : ''}`;
}

function findFailed(tool: MigrationTool, { failed }: Stand): Finding | undefined {
  if (failed.length === 0) return undefined;
  const what = `${tool.title} did not come to the end of ${namesOf(failed)} and will not go on`;
  const advice = tool.failedAdvice ?? 'Mend what it left half done, and correct its table.';
  return {
    drift: headDrift(tool, 'invalid', 'state', 'applied', `failed: ${failed.join(', ')}`, `${what}. ${advice}`),
    warning: { level: 'warning', code: 'migration-failed-before', message: what, remedy: advice },
  };
}

function findMisplaced(tool: MigrationTool, expected: ExpectedHead, stand: Stand, place: string): Finding | undefined {
  const { pending, unknown, last } = stand;
  if (pending.length === 0 && unknown.length === 0) return undefined;
  const heads = headNames(expected);
  const actual = last ?? null;
  const applies = `\`${tool.upgradeCommand}\` applies what is pending`;
  const notApplied = `not applied: ${namesOf(pending.map(({ name }) => name))}`;
  const finding = (code: string, hint: string, message: string, remedy: string): Finding => ({
    drift: headDrift(tool, 'modified', 'revision', heads, actual, hint),
    warning: { level: 'warning', code, message, remedy },
  });
  if (unknown.length === 0) {
    return finding(
      'migration-head-behind',
      `${place}; ${notApplied}. ${applies}`,
      `${place}, not at ${heads}, though everything that the migrations promise is there; the next upgrade will try to apply them again`,
      last === undefined
        ? `${tool.stampAdvice(pending.at(-1)?.name ?? heads)} Where ${tool.title} is not used on this database, say \`head: off\`.`
        : tool.stampAdvice(pending.at(-1)?.name ?? heads),
    );
  }
  const strange = `${namesOf(unknown)}, which the expectation does not know`;
  if (pending.length === 0) {
    return finding(
      'migration-head-ahead',
      `${tool.title} is ahead: it applied ${strange}. Check with the migrations that this database was made from`,
      `${tool.title} is ahead: it applied ${strange}, though everything that the migrations promise is there`,
      'Check with the migrations that this database was made from: a newer checkout, or another branch.',
    );
  }
  const isNowhere = isLost(expected, stand);
  return finding(
    isNowhere ? 'migration-head-unknown' : 'migration-head-diverged',
    isNowhere
      ? `${tool.title} stands at ${strange}, so that nobody can say what is pending`
      : `${tool.title} has diverged: it applied ${strange}; ${notApplied}. Two branches were probably migrated one after the other`,
    `${tool.title} ${isNowhere ? 'stands at' : 'has diverged: it applied'} ${strange}${isNowhere ? '' : `; ${notApplied}`}`,
    'Bring the migrations of that branch together with these, or migrate the database anew.',
  );
}

function isLost({ revisions }: ExpectedHead, { pending, unknown }: Stand): boolean {
  return unknown.length > 0 && pending.length === revisions.length;
}

function findChanged(tool: MigrationTool, { changed }: Stand): Finding | undefined {
  if (changed.length === 0) return undefined;
  const names = namesOf(changed.map(({ name }) => name));
  const what = `${names} ${changed.length === 1 ? 'was' : 'were'} changed after ${tool.title} applied ${changed.length === 1 ? 'it' : 'them'}`;
  const remedy = 'Take the change back and write it as a migration of its own: what was applied does not run again.';
  return {
    drift: headDrift(tool, 'modified', 'checksum', 'as applied', `changed: ${names}`, `${what}. ${remedy}`),
    warning: { level: 'warning', code: 'migration-changed', message: what, remedy },
  };
}

function headDrift(
  tool: MigrationTool,
  kind: 'modified' | 'invalid',
  attribute: string,
  expected: string,
  actual: string | null,
  hint: string,
): Drift {
  const id = formatObjectId('migration-head', [tool.name]);
  return {
    kind,
    id,
    attribute,
    expected,
    actual,
    severity: 'high',
    hint,
    fingerprint: fingerprintDrift(kind, id, attribute),
  };
}

function headNames({ revisions, heads }: ExpectedHead): string {
  const ends = heads === undefined ? revisions.slice(-1) : revisions.filter(({ id }) => heads.includes(id));
  return ends.map(({ name }) => name).join(', ');
}

/** How many migrations a sentence names. */
const mostNames = 5;

/** `004 and 005`, `001, 002, 003, 004, 005 and 7 more` */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames);
  if (names.length > mostNames) return `${shown.join(', ')} and ${names.length - mostNames} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
