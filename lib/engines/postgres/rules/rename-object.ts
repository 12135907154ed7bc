import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import { quoteId, quoteLastPart } from '../quote.ts';
import { hazards } from './hazards.ts';
import { makeStatement } from './make-statement.ts';

/**
 * Renames an index or a table's constraint to its expected name.
 *
 * @param drift a `renamed` drift, whose `actual` is the id that the object has now
 * @param along those of other tables that PostgreSQL renames with it
 * @see https://www.postgresql.org/docs/18/sql-alterindex.html
 */
export function renameObject({ id, actual }: Drift, context: RuleContext, along: readonly ObjectId[] = []): Mending {
  const present = actual as ObjectId;
  const parent = belongsTo(context.actual.objects[present])[0] ?? '';
  const isIndex = kindOf(id) === 'index';
  const sql = isIndex
    ? `ALTER INDEX ${quoteId(present)} RENAME TO ${quoteLastPart(id)}`
    : `ALTER ${kindOf(parent).replace('-', ' ').toUpperCase()} ${quoteId(parent)} RENAME CONSTRAINT ${quoteLastPart(present)} TO ${quoteLastPart(id)}`;
  return {
    statements: [
      makeStatement(context, {
        sql,
        causedBy: [id, ...along],
        hazards: [hazards.renames],
        ...(kindOf(parent) === 'domain'
          ? {}
          : {
              lockMode: isIndex ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
              locks: [parent, ...along.flatMap((each) => belongsTo(context.expected.objects[each]).slice(0, 1))],
            }),
        provides: [id, ...along],
      }),
    ],
  };
}
