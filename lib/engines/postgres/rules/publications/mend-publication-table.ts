import type { ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { PublicationTableAttributes } from '../../publication-kinds.ts';
import { quoteId, quoteIdentifier } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, existing, makeStatement, needsOf } from '../make-statement.ts';

/**
 * Adds tables to publications, and changes which of their columns and rows are published.
 *
 * @see https://www.postgresql.org/docs/18/sql-alterpublication.html
 */
export const mendPublicationTable: Rule = {
  kind: 'publication-table',
  create: (id, _, context) => ({ statements: [addPublicationTable(id, [id], context)] }),
  drop: (id, _, context) => ({ statements: [dropPublicationTable(id, context)] }),
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return { statements: [addPublicationTable(id, [id], context)] };
    const dropped = dropPublicationTable(id, context);
    // In one transaction, so that no subscriber sees it gone; SET TABLE would replace all the others too.
    return { statements: kind === 'modified' ? [dropped, addPublicationTable(id, [id], context)] : [dropped] };
  },
};

/** Adds a table to a publication that is there, or of the same plan. */
export function addPublicationTable(id: ObjectId, causedBy: readonly ObjectId[], context: RuleContext): Statement {
  const { columns, filter } = attributesOf<PublicationTableAttributes>(context.expected, id);
  const [table = '', publication = ''] = belongsTo(context.expected.objects[id]);
  const list = columns === undefined ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
  return makeStatement(context, {
    sql: `ALTER PUBLICATION ${quoteId(publication)} ADD TABLE ONLY ${quoteId(table)}${list}${filter === undefined ? '' : ` WHERE (${filter})`}`,
    causedBy,
    hazards: [hazards.changesReplication],
    ...locksOn(table, context),
    provides: [id],
    requires: [publication, table, ...needsOf([id], context)],
  });
}

function dropPublicationTable(id: ObjectId, context: RuleContext): Statement {
  const [table = '', publication = ''] = belongsTo(context.actual.objects[id]);
  return makeStatement(context, {
    sql: `ALTER PUBLICATION ${quoteId(publication)} DROP TABLE ONLY ${quoteId(table)}`,
    causedBy: [id],
    hazards: [hazards.changesReplication],
    ...locksOn(table, context),
    removes: [id],
  });
}

function locksOn(table: ObjectId, context: RuleContext) {
  const locks = existing([table], context);
  return locks.length === 0 ? {} : ({ lockMode: 'SHARE UPDATE EXCLUSIVE', locks } as const);
}
