import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import { quoteId } from '../../quote.ts';
import { makeStatement } from '../make-statement.ts';

/** Makes a partition's index part of the parent's. */
export function attachIndex(
  id: ObjectId,
  parentIndex: ObjectId,
  partition: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): Statement {
  return makeStatement(context, {
    sql: `ALTER INDEX ${quoteId(parentIndex)} ATTACH PARTITION ${quoteId(id)}`,
    causedBy,
    // The lock is on the partition's index, but every query on the partition opens its indexes.
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [partition],
    requires: [id, parentIndex],
  });
}
