import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { CompositeTypeAttributes } from '../object-kinds.ts';
import { quoteId } from '../quote.ts';
import { dropObject } from './drop-object.ts';
import { hazards } from './hazards.ts';
import { attributesOf, makeStatement, needsOf } from './make-statement.ts';
import { writeCompositeType } from './write-types.ts';

/**
 * Creates missing composite types and adds attributes at the end of one. Others could be changed only while no column is
 * of the type.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertype.html
 */
export const mendCompositeType: Rule = {
  kind: 'composite-type',
  create: (id, _, context) => createCompositeType(id, context),
  drop: dropObject,
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return createCompositeType(id, context);
    return kind === 'modified' ? addAttributes(id, context) : dropObject(id, [], context);
  },
};

function createCompositeType(id: ObjectId, context: RuleContext): Mending {
  return {
    statements: [
      makeStatement(context, {
        sql: writeCompositeType(id, attributesOf<CompositeTypeAttributes>(context.expected, id)),
        causedBy: [id],
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  };
}

function addAttributes(id: ObjectId, context: RuleContext): Mending {
  const { attributes: expected } = attributesOf<CompositeTypeAttributes>(context.expected, id);
  const { attributes: actual } = attributesOf<CompositeTypeAttributes>(context.actual, id);
  if (!actual.every((attribute, i) => attribute === expected[i])) {
    const reason = 'attributes that are there can be changed only while no column is of the type: do it by hand';
    return { statements: [], unplanned: [{ id, reason }] };
  }
  const tables = Object.keys(context.actual.objects).filter((table) => context.actual.objects[table]?.ofType === id);
  const added = expected
    .slice(actual.length)
    .map((attribute) => `ADD ATTRIBUTE ${attribute}${tables.length === 0 ? '' : ' CASCADE'}`);
  const columns = Object.keys(context.expected.objects).filter((column) =>
    tables.includes(belongsTo(context.expected.objects[column])[0] ?? ''),
  );
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER TYPE ${quoteId(id)} ${added.join(', ')}`,
        causedBy: [id],
        hazards: [hazards.changesRows],
        ...(tables.length === 0 ? {} : { lockMode: 'ACCESS EXCLUSIVE' as const, locks: tables }),
        provides: columns.filter((column) => kindOf(column) === 'column' && !(column in context.actual.objects)),
        requires: needsOf([id], context),
      }),
    ],
  };
}
