import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Hazard } from '../../../plan/hazard.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { StatisticsObjectAttributes } from '../object-kinds.ts';
import { quoteId } from '../quote.ts';
import { hazards } from './hazards.ts';
import {
  attributesOf,
  existing,
  joinMendings,
  leave,
  makeStatement,
  needsOf,
  unexpectedReason,
} from './make-statement.ts';

/**
 * Creates missing statistics objects, which ANALYZE fills when it next comes by.
 *
 * @see https://www.postgresql.org/docs/18/sql-createstatistics.html
 */
export const mendStatisticsObject: Rule = {
  kind: 'statistics-object',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return { statements: createStatisticsObject(id, [id], context) };
    if (kind !== 'modified') return leave(drifts, unexpectedReason);
    return joinMendings(drifts.map(({ attribute }) => alterStatisticsObject(id, attribute, context)));
  },
};

/** Makes a statistics object on a table that is there, or of the same plan. */
export function createStatisticsObject(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  const { belongsTo, definition, target } = attributesOf<StatisticsObjectAttributes>(context.expected, id);
  const [table = ''] = belongsTo;
  const locks = existing([table], context);
  return [
    makeStatement(context, {
      sql: `CREATE STATISTICS IF NOT EXISTS ${quoteId(id)} ${definition}`,
      causedBy,
      ...(locks.length === 0 ? {} : { lockMode: 'SHARE UPDATE EXCLUSIVE' as const, locks }),
      provides: [id],
      requires: [table, ...needsOf([id], context)],
    }),
    ...(target === undefined ? [] : [setTarget(id, causedBy, [], context)]),
  ];
}

function setTarget(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): Statement {
  const { target } = attributesOf<StatisticsObjectAttributes>(context.expected, id);
  return makeStatement(context, {
    sql: `ALTER STATISTICS ${quoteId(id)} SET STATISTICS ${target ?? -1}`,
    causedBy,
    hazards: dangers,
    requires: [id],
  });
}

function alterStatisticsObject(id: ObjectId, attribute: string | undefined, context: RuleContext): Mending {
  if (attribute === 'target') return { statements: [setTarget(id, [id], [hazards.changesStatistics], context)] };
  const reason = `${attribute ?? 'this'} of statistics cannot be altered: drop them and create them again, then ANALYZE`;
  return { statements: [], unplanned: [{ id, reason }] };
}
