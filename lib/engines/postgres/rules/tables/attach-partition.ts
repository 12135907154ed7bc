import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { TableAttributes } from '../../object-kinds.ts';
import { quoteId } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { existing, makeStatement } from '../make-statement.ts';
import { ownParts } from './descendants.ts';

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
  const attachment = attachmentOf(id, partitionOf, partitionBound, context);
  return makeStatement(context, {
    ...attachment,
    causedBy: [id],
    provides: includes.filter((child) => isInheritedKey(child, context)),
    // Attached before the parent has its index or key, the partition's own would never become part of it.
    requires: [id, partitionOf, ...counterparts(includes, context)],
  });
}

/** What attaching any table means for its parent and the default partition beside it. */
export function attachmentOf(
  id: ObjectId,
  parent: ObjectId,
  bound: string,
  context: RuleContext,
): Pick<Statement, 'sql'> & Partial<Statement> {
  const defaults = defaultPartitions(parent, context).filter((each) => each !== id);
  const locks = existing([parent, ...defaults], context);
  const lockMode = defaults.length === 0 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  return {
    sql: `ALTER TABLE ${quoteId(parent)} ATTACH PARTITION ${quoteId(id)} ${bound}`,
    hazards: defaults.length === 0 ? [] : [hazards.scanDefaultPartition],
    ...(locks.length === 0 ? {} : { lockMode, locks }),
    // A parent with a constraint on the way asks it of every partition.
    comesAfter: [...siblingsThatGo(id, parent, context), ...ownParts(parent, context)],
    sizedBy: defaults,
  };
}

/** Where a partition goes, or gets another bound, there is room for another one afterwards. */
function siblingsThatGo(id: ObjectId, parent: ObjectId, { expected, actual }: RuleContext): readonly ObjectId[] {
  return Object.entries(actual.objects)
    .filter(([each, { partitionOf }]) => partitionOf === parent && each !== id)
    .map(([each]) => (each in expected.objects ? leaving(each) : each));
}

/** Stands, in the order of a plan, for a table's having left its parent. */
export function leaving(table: ObjectId): ObjectId {
  return formatObjectId('leaving', parseObjectId(table).path);
}

/** The partition of the database that takes what fits no other. */
export function defaultPartitions(parent: ObjectId, { actual }: RuleContext): readonly ObjectId[] {
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
