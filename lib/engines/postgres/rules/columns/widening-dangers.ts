import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import { hazards } from '../hazards.ts';

/**
 * What PostgreSQL does under its strongest lock when a column gets a wider type, though it changes no row: every CHECK on
 * the column is proved anew, and every index on it is built anew that is on an expression or on some of the rows only.
 *
 * @param family the column, and those of other tables that change along with it
 */
export function wideningDangers(family: readonly ObjectId[], context: RuleContext): readonly Hazard[] {
  const standing = standingOn(family, context).map((id) => context.actual.objects[id] ?? {});
  const isChecked = standing.some(({ type }) => type === 'check');
  const isRebuilt = standing.some(
    ({ type, definition }) => type === 'exclusion' || (type === undefined && !listsColumns(String(definition))),
  );
  return [...(isChecked ? [hazards.checksAnew] : []), ...(isRebuilt ? [hazards.buildsIndexAnew] : [])];
}

/** The tables at the other end of foreign keys from or to the columns, which are locked along with their own. */
export function tablesTiedTo(family: readonly ObjectId[], context: RuleContext): readonly ObjectId[] {
  return standingOn(family, context).flatMap((id) => {
    const { type, references } = context.actual.objects[id] ?? {};
    const [table = ''] = belongsTo(context.actual.objects[id]);
    return type === 'foreign key' ? [table, String(references)] : [];
  });
}

function standingOn(family: readonly ObjectId[], { actual }: RuleContext): readonly ObjectId[] {
  return Object.entries(actual.dependencies)
    .filter(
      ([id, needs]) => ['constraint', 'index'].includes(kindOf(id)) && needs.some((need) => family.includes(need)),
    )
    .map(([id]) => id);
}

/** Whether an index is on nothing but columns and has all rows. What merely looks like more is taken for more. */
function listsColumns(definition: string): boolean {
  return /^USING \w+ \([^()]*\)(?: INCLUDE \([^()]*\))?$/u.test(definition);
}
