import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { TableAttributes } from '../object-kinds.ts';
import { quoteId } from '../quote.ts';
import { hazards } from './hazards.ts';
import { existing, makeStatement } from './make-statement.ts';

/**
 * Attaches a new, empty table to its partitioned parent, which also gives it the parent's foreign keys.
 *
 * Harmless unless the parent has a default partition: PostgreSQL reads that one, locked, for rows that belong in the
 * new partition.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION
 */
export function attachPartition(
  id: ObjectId,
  { partitionOf = '', partitionBound = '' }: TableAttributes,
  includes: readonly ObjectId[],
  context: RuleContext,
): Statement {
  const defaults = defaultPartitions(partitionOf, context);
  const locks = existing([partitionOf, ...defaults], context);
  return makeStatement(context, {
    sql: `ALTER TABLE ${quoteId(partitionOf)} ATTACH PARTITION ${quoteId(id)} ${partitionBound}`,
    causedBy: [id],
    hazards: defaults.length === 0 ? [] : [hazards.scanDefaultPartition],
    ...(locks.length === 0
      ? {}
      : { lockMode: defaults.length === 0 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE', locks }),
    provides: includes.filter((child) => isInheritedKey(child, context)),
    // Attached before the parent has its index or key, the partition's own would never become part of it.
    requires: [id, partitionOf, ...counterparts(includes, context)],
    sizedBy: defaults,
  });
}

function defaultPartitions(parent: ObjectId, { actual }: RuleContext): readonly ObjectId[] {
  return Object.entries(actual.objects)
    .filter(([, { partitionOf, partitionBound }]) => partitionOf === parent && partitionBound === 'DEFAULT')
    .map(([id]) => id);
}

/** A foreign key that comes with the parent's, unless the parent is to get it by a statement that may come later. */
function isInheritedKey(child: ObjectId, { expected, isCreated }: RuleContext): boolean {
  const attributes = expected.objects[child];
  if (kindOf(child) !== 'constraint' || attributes?.type !== 'foreign key') return false;
  return attributes.isInherited === true && !belongsTo(attributes).slice(1).some(isCreated);
}

/** The parent's indexes, keys and checks that those of the partition become part of. Foreign keys follow by themselves. */
function counterparts(includes: readonly ObjectId[], { expected }: RuleContext): readonly ObjectId[] {
  return includes
    .filter((child) => ['index', 'constraint'].includes(kindOf(child)))
    .filter((child) => expected.objects[child]?.type !== 'foreign key')
    .flatMap((child) => belongsTo(expected.objects[child]).slice(1));
}
