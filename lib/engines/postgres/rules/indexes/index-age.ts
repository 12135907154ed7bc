import { compareNames } from '../../../../catalog/normalize.ts';
import type { ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { IndexNotes } from '../../object-kinds.ts';

/**
 * Compares two indexes of one table of the expectation by the age that they have once the plan has run: those that stay
 * first, then the new ones as the plan makes them.
 *
 * Where a table is attached as a partition, PostgreSQL goes through the parent's indexes, oldest first, and gives each the
 * oldest of the partition's that is of its shape; a shape has no name, no order of keys and no storage parameters. So the
 * partition's have to be of the same order as the parent's.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION
 */
export function compareAge(a: ObjectId, b: ObjectId, context: RuleContext): number {
  const [ageOfA, ageOfB] = [ageNow(a, context), ageNow(b, context)];
  if (ageOfA !== undefined && ageOfB !== undefined) return ageOfA - ageOfB || compareNames(a, b);
  if (ageOfA !== undefined) return -1;
  if (ageOfB !== undefined) return 1;
  const [wholeOfA, wholeOfB] = [wholeOf(a, context), wholeOf(b, context)];
  if (wholeOfA !== undefined && wholeOfB !== undefined) return compareAge(wholeOfA, wholeOfB, context);
  if (context.isCreated(belongsTo(context.expected.objects[a])[0] ?? '')) {
    // A table of this plan gets those that are part of a parent's before it is attached.
    if (wholeOfA !== undefined) return -1;
    if (wholeOfB !== undefined) return 1;
  }
  return compareNames(topOf(a, context), topOf(b, context));
}

/** Its place among the indexes of its table; undefined for one that the plan makes, or makes anew. */
function ageNow(index: ObjectId, context: RuleContext): number | undefined {
  const { actual, isCreated, differs, presentId } = context;
  if (isCreated(index) || differs(index, 'definition') || differs(index, 'isUnique')) return undefined;
  const now = presentId(index);
  return now in actual.objects ? (((actual.notes?.[now] ?? {}) as IndexNotes).age ?? 0) : undefined;
}

/** The parent's index that one is part of. */
function wholeOf(index: ObjectId, { expected }: RuleContext): ObjectId | undefined {
  return belongsTo(expected.objects[index])[1];
}

/** The index in whose name the plan makes one: the one that all of it is part of. */
function topOf(index: ObjectId, context: RuleContext): ObjectId {
  const whole = wholeOf(index, context);
  return whole === undefined ? index : topOf(whole, context);
}
