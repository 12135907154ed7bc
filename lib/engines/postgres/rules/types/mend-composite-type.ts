import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { CompositeTypeAttributes } from '../../object-kinds.ts';
import { quoteId } from '../../quote.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';
import { writeCompositeType } from './write-types.ts';

/**
 * Creates missing composite types and changes the attributes of others.
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
    return kind === 'modified' ? changeAttributes(id, context) : dropObject(id, [], context);
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

/** PostgreSQL adds attributes at the end only, so that all from the first that is not as expected go and come again. */
function changeAttributes(id: ObjectId, context: RuleContext): Mending {
  const { attributes: expected } = attributesOf<CompositeTypeAttributes>(context.expected, id);
  const { attributes: actual } = attributesOf<CompositeTypeAttributes>(context.actual, id);
  const kept = actual.reduce((count, attribute) => (attribute === expected[count] ? count + 1 : count), 0);
  const stays = new Set(expected.slice(0, kept));
  const tables = Object.keys(context.actual.objects).filter((table) => context.actual.objects[table]?.ofType === id);
  const cascade = tables.length === 0 ? '' : ' CASCADE';
  const dropped = actual.filter((attribute) => !stays.has(attribute));
  const actions = [
    ...dropped.map((attribute) => `DROP ATTRIBUTE ${nameOfAttribute(attribute)}${cascade}`),
    ...expected.slice(kept).map((attribute) => `ADD ATTRIBUTE ${attribute}${cascade}`),
  ];
  const columns = Object.keys(context.expected.objects).filter((column) =>
    tables.includes(belongsTo(context.expected.objects[column])[0] ?? ''),
  );
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER TYPE ${quoteId(id)} ${actions.join(', ')}`,
        causedBy: [id],
        hazards: dropped.length === 0 ? [hazards.changesRows] : [hazards.changesRows, hazards.dropsAttribute],
        ...(tables.length === 0 ? {} : { lockMode: 'ACCESS EXCLUSIVE' as const, locks: tables }),
        provides: columns.filter((column) => kindOf(column) === 'column' && !(column in context.actual.objects)),
        requires: needsOf([id], context),
      }),
    ],
  };
}

/** The name before the type: a quoted one may hold spaces and doubled quotes. */
function nameOfAttribute(attribute: string): string {
  return /^(?:"(?:[^"]|"")*"|\S+)/u.exec(attribute)?.[0] ?? attribute;
}
