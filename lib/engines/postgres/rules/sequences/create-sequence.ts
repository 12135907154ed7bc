import type { ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { SequenceAttributes } from '../../object-kinds.ts';
import { quoteId } from '../../quote.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';
import { sequenceOptions } from './sequence-options.ts';

/**
 * Creates a sequence that belongs to nothing yet.
 *
 * @see https://www.postgresql.org/docs/18/sql-createsequence.html
 */
export function createSequence(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
  dangers: readonly Hazard[] = [],
): Statement {
  const { type, options, persistence } = attributesOf<SequenceAttributes>(context.expected, id);
  const owner = owningColumn(id, context);
  return makeStatement(context, {
    sql: `CREATE ${persistence === 'unlogged' ? 'UNLOGGED ' : ''}SEQUENCE IF NOT EXISTS ${quoteId(id)} AS ${type}${sequenceOptions(options ?? {})}`,
    causedBy,
    hazards: dangers,
    provides: [id],
    requires: needsOf([id], context).filter((need) => need !== owner),
  });
}

/** Makes a sequence fall with the column that the expectation gives it to; nothing for a free one. */
export function ownSequence(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
  dangers: readonly Hazard[] = [],
): readonly Statement[] {
  const owner = owningColumn(id, context);
  if (owner === undefined) return [];
  return [
    makeStatement(context, {
      sql: `ALTER SEQUENCE ${quoteId(id)} OWNED BY ${quoteId(owner)}`,
      causedBy,
      hazards: dangers,
      requires: [id, owner],
    }),
  ];
}

function owningColumn(id: ObjectId, context: RuleContext): ObjectId | undefined {
  return belongsTo(context.expected.objects[id])[0];
}
