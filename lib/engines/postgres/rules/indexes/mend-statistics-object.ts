import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { StatisticsObjectAttributes } from '../../object-kinds.ts';
import { quoteId } from '../../quote.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, existing, makeStatement, needsOf } from '../make-statement.ts';

/**
 * Creates missing statistics objects, which ANALYZE fills when it next comes by.
 *
 * @see https://www.postgresql.org/docs/18/sql-createstatistics.html
 */
export const mendStatisticsObject: Rule = {
  kind: 'statistics-object',
  isCarriedAlong: true,
  create: (id, _, context) => ({ statements: createStatisticsObject(id, [id], context) }),
  drop: dropStatisticsObject,
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return { statements: createStatisticsObject(id, [id], context) };
    if (kind !== 'modified') return dropStatisticsObject(id, [], context);
    if (drifts.some(({ attribute }) => attribute !== 'target')) return replaceStatisticsObject(id, context);
    return { statements: [setTarget(id, [id], [hazards.changesStatistics], context)] };
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

function dropStatisticsObject(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  const locks = (context.actual.objects[id] as StatisticsObjectAttributes | undefined)?.belongsTo.slice(0, 1) ?? [];
  return dropObject(id, includes, context, [hazards.dropsStatistics], { lockMode: 'SHARE UPDATE EXCLUSIVE', locks });
}

/** What they are of cannot be altered; nothing depends on them. */
function replaceStatisticsObject(id: ObjectId, context: RuleContext): Mending {
  const { statements } = dropStatisticsObject(id, [], context);
  const made = createStatisticsObject(id, [id], context);
  return { statements: [...statements, ...made.map((each) => ({ ...each, hazards: [hazards.dropsStatistics] }))] };
}
