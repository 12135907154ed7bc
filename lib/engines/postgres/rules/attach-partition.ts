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
    // Attached before the parent has its index, the partition's own would never become part of it.
    requires: [id, partitionOf, ...parentsOfIndexes(includes, context)],
    sizedBy: defaults,
  });
}

function defaultPartitions(parent: ObjectId, { actual }: RuleContext): readonly ObjectId[] {
  return Object.entries(actual.objects)
    .filter(([, { partitionOf, partitionBound }]) => partitionOf === parent && partitionBound === 'DEFAULT')
    .map(([id]) => id);
}

function isInheritedKey(child: ObjectId, { expected }: RuleContext): boolean {
  const attributes = expected.objects[child];
  return kindOf(child) === 'constraint' && attributes?.type === 'foreign key' && attributes.isInherited === true;
}

function parentsOfIndexes(includes: readonly ObjectId[], { expected }: RuleContext): readonly ObjectId[] {
  return includes
    .filter((child) => kindOf(child) === 'index')
    .flatMap((child) => belongsTo(expected.objects[child]).slice(1));
}
