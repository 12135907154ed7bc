import { equalJson } from '../catalog/normalize.ts';
import { nameOf, type ObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from '../diff/drift.ts';
import type { Plan, Statement } from '../plan/statement.ts';

/** A catalog and how it differs from the expectation. */
export interface Sight {
  readonly snapshot: CatalogSnapshot;
  readonly drifts: readonly Drift[];
}

/** A part of a plan that has just run, between two sights of the catalog. */
export interface Step {
  readonly plan: Plan;
  /** The statements that ran in this step. */
  readonly ran: readonly Statement[];
  /** Those of the plan that ran in steps before. */
  readonly earlier: readonly Statement[];
  readonly before: Sight;
  readonly after: Sight;
}

/**
 * Says in one sentence why a transaction must not be kept, or nothing when it did all that it was to do and nothing
 * else: what its statements provide is there, the drifts whose last statement it ran are gone, and nothing outside
 * what they were to touch was added, changed or removed.
 */
export function findUnproved(step: Step): string | undefined {
  return findUnmended(step) ?? findUnforeseen(step);
}

/** As {@link findUnproved}, for a statement that ran alone while others worked: what else changed is not its doing. */
export function findUnmended(step: Step): string | undefined {
  return findNotProvided(step) ?? findNotGone(step);
}

function findNotProvided({ ran, after }: Step): string | undefined {
  const missing = new Set(
    after.drifts.filter(({ kind }) => kind === 'missing').flatMap((drift) => [drift.id, ...(drift.includes ?? [])]),
  );
  const lacking = ran.flatMap(({ provides }) => provides).find((id) => missing.has(id));
  if (lacking !== undefined) return `${lacking} is still missing`;
  const invalid = ran
    .filter(({ transaction }) => transaction === 'outside')
    .flatMap(({ provides }) => provides)
    .find((id) => after.snapshot.objects[id]?.isValid === false);
  return invalid === undefined ? undefined : `${invalid} is INVALID`;
}

function findNotGone(step: Step): string | undefined {
  const { plan, ran, before, after } = step;
  const done = new Set([...step.earlier, ...ran]);
  const pending = plan.statements.filter((statement) => !done.has(statement));
  const leftOpen = new Set([
    ...pending.flatMap(({ causedBy, provides }) => [...causedBy, ...provides]),
    ...plan.unplanned.map(({ id }) => id),
  ]);
  const aimedAt = new Set(ran.flatMap(({ causedBy }) => causedBy).filter((id) => !leftOpen.has(id)));
  const mended = new Set(
    before.drifts.filter(({ id }) => aimedAt.has(id)).flatMap(({ id, includes }) => [id, ...(includes ?? [])]),
  );
  for (const { id, includes, kind, attribute } of after.drifts) {
    if (leftOpen.has(id)) continue;
    if ([id, ...(includes ?? [])].some((each) => mended.has(each) && !leftOpen.has(each))) {
      return `${id} is ${attribute === undefined ? '' : `${attribute} `}${kind} although the plan was to mend it`;
    }
  }
  return undefined;
}

function findUnforeseen(step: Step): string | undefined {
  const { before, after } = step;
  const { touched, removable, own } = whatMayChange(step);
  const added = new Set(Object.keys(after.snapshot.objects).filter((id) => !(id in before.snapshot.objects)));
  const isTouched = (id: ObjectId): boolean => {
    if (touched.has(id)) return true;
    const [parent, ...inherited] = belongsTo(after.snapshot.objects[id]);
    const isPartOfNew = parent !== undefined && (added.has(parent) || own.has(parent));
    return (isPartOfNew && isTouched(parent)) || inherited.some(isTouched);
  };
  for (const id of added) if (!isTouched(id)) return `${nameOf(id)} was added, which no statement was to do`;
  for (const [id, attributes] of Object.entries(before.snapshot.objects)) {
    const now = after.snapshot.objects[id];
    if (now === undefined && !removable.has(id)) return `${nameOf(id)} was removed, which no statement was to do`;
    if (now !== undefined && !equalJson(attributes, now) && !isTouched(id)) {
      return `${nameOf(id)} was changed, which no statement was to do`;
    }
  }
  return undefined;
}

/** An object goes only where the plan says that it is too many, or where a statement of the plan had made it. */
function whatMayChange({ ran, earlier, before }: Step) {
  const causes = new Set(ran.flatMap(({ causedBy }) => causedBy));
  const drifts = before.drifts.filter(({ id }) => causes.has(id));
  const formerNames = drifts.flatMap(({ kind, actual }) => (kind === 'renamed' ? [actual as ObjectId] : []));
  const tooMany = drifts
    .filter(({ kind }) => kind === 'unexpected')
    .flatMap(({ id, includes }) => [id, ...(includes ?? [])]);
  const made = [...earlier, ...ran].flatMap(({ provides, removes = [] }) => [...provides, ...removes]);
  return {
    touched: new Set([
      ...causes,
      ...drifts.flatMap(({ includes }) => includes ?? []),
      ...ran.flatMap(({ provides }) => provides),
      ...formerNames,
    ]),
    removable: new Set([...formerNames, ...tooMany, ...made]),
    // A table that the plan made in a step before may become another's partition in this one, with all its columns.
    own: new Set(earlier.flatMap(({ provides, removes = [] }) => provides.filter((id) => !removes.includes(id)))),
  };
}
