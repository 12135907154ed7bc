import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { EventTriggerAttributes } from '../../program-kinds.ts';
import { quoteId, quoteLiteral } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';

/**
 * Creates missing event triggers and makes those anew that differ: they see every DDL statement of the database.
 *
 * @see https://www.postgresql.org/docs/18/sql-createeventtrigger.html
 */
export const mendEventTrigger: Rule = {
  kind: 'event-trigger',
  create: (id, _, context) => ({ statements: createEventTrigger(id, context) }),
  drop: (id, _, context) => ({ statements: [dropEventTrigger(id, context)] }),
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return { statements: createEventTrigger(id, context) };
    if (kind !== 'modified') return { statements: [dropEventTrigger(id, context)] };
    if (drifts.every(({ attribute }) => attribute === 'firing')) return { statements: [setFiring(id, context)] };
    return { statements: [dropEventTrigger(id, context), ...createEventTrigger(id, context)], rebuilt: [id] };
  },
};

function dropEventTrigger(id: ObjectId, context: RuleContext): Statement {
  return makeStatement(context, {
    sql: `DROP EVENT TRIGGER ${quoteId(id)}`,
    causedBy: [id],
    hazards: [hazards.changesDdl],
    removes: [id],
  });
}

function createEventTrigger(id: ObjectId, context: RuleContext): readonly Statement[] {
  const { event, tags, function: called, firing } = attributesOf<EventTriggerAttributes>(context.expected, id);
  const when = tags === undefined ? '' : ` WHEN TAG IN (${tags.map(quoteLiteral).join(', ')})`;
  return [
    makeStatement(context, {
      sql: `CREATE EVENT TRIGGER ${quoteId(id)} ON ${event}${when} EXECUTE FUNCTION ${called}()`,
      causedBy: [id],
      hazards: [hazards.changesDdl],
      provides: [id],
      requires: needsOf([id], context),
    }),
    ...(firing === undefined ? [] : [setFiring(id, context)]),
  ];
}

const firingWords = { disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' } as const;

function setFiring(id: ObjectId, context: RuleContext): Statement {
  const { firing } = attributesOf<EventTriggerAttributes>(context.expected, id);
  return makeStatement(context, {
    sql: `ALTER EVENT TRIGGER ${quoteId(id)} ${firing === undefined ? 'ENABLE' : firingWords[firing]}`,
    causedBy: [id],
    hazards: [hazards.changesDdl],
    requires: [id],
  });
}
