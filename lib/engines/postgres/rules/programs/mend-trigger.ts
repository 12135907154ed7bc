import { kindOf, type ObjectId } from '../../../../catalog/object-id.ts';
import type { Hazard } from '../../../../plan/hazard.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { RewriteRuleAttributes, TriggerAttributes } from '../../program-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, existing, makeStatement, needsOf } from '../make-statement.ts';
import { firingWords } from './firing-words.ts';

type AttachedAttributes = TriggerAttributes | RewriteRuleAttributes;

/** Creates missing triggers, makes those anew that differ, and lets them fire when they should. */
export const mendTrigger: Rule = attachedRule('trigger');

/** The same for rules. */
export const mendRewriteRule: Rule = attachedRule('rule');

function attachedRule(kind: string): Rule {
  return {
    kind,
    create: (id, _, context) => ({ statements: createAttached(id, [id], [hazards.changesWrites], context) }),
    drop: (id, _, context) => ({ statements: [dropAttached(id, context)] }),
    mend: mendAttached,
  };
}

function mendAttached(...[drifts, context]: Parameters<Rule['mend']>): Mending {
  const [{ kind, id }] = drifts;
  if (kind === 'missing') return { statements: createAttached(id, [id], [hazards.changesWrites], context) };
  if (kind !== 'modified') return { statements: [dropAttached(id, context)] };
  if (drifts.every(({ attribute }) => attribute === 'firing')) {
    return { statements: [setFiring(id, [id], [hazards.changesWrites], context)] };
  }
  const made = createAttached(id, [id], [hazards.changesWrites], context);
  return { statements: [dropAttached(id, context), ...made], rebuilt: [id] };
}

function dropAttached(id: ObjectId, context: RuleContext): Statement {
  const [owner = ''] = attributesOf<AttachedAttributes>(context.actual, id).belongsTo;
  return makeStatement(context, {
    ...onOwner(id, owner, context, true),
    sql: `DROP ${kindOf(id).toUpperCase()} ${quoteLastPart(id)} ON ${quoteId(owner)}`,
    causedBy: [id],
    hazards: [hazards.changesWrites],
    removes: [id],
  });
}

/**
 * Makes a trigger or a rule on a table or view that is there, or of the same plan.
 *
 * @see https://www.postgresql.org/docs/18/sql-createtrigger.html
 */
export function createAttached(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): readonly Statement[] {
  const { belongsTo, definition, firing } = attributesOf<AttachedAttributes>(context.expected, id);
  const [owner = ''] = belongsTo;
  return [
    makeStatement(context, {
      ...onOwner(id, owner, context),
      sql: definition,
      causedBy,
      hazards: dangers,
      provides: [id],
      requires: [owner, ...needsOf([id], context)],
    }),
    ...(firing === undefined ? [] : [setFiring(id, causedBy, dangers, context)]),
  ];
}

function setFiring(
  id: ObjectId,
  causedBy: readonly ObjectId[],
  dangers: readonly Hazard[],
  context: RuleContext,
): Statement {
  const { belongsTo, firing } = attributesOf<AttachedAttributes>(context.expected, id);
  const [owner = ''] = belongsTo;
  const words = firingWords[firing ?? 'origin'];
  return makeStatement(context, {
    ...onOwner(id, owner, context),
    sql: `ALTER TABLE ${quoteId(owner)} ${words} ${kindOf(id).toUpperCase()} ${quoteLastPart(id)}`,
    causedBy,
    hazards: dangers,
    requires: [id],
  });
}

/** A trigger lets reads go on while it is made or changed, though not while it is dropped; a rule never does. */
function onOwner(id: ObjectId, owner: ObjectId, context: RuleContext, isDropped = false): Partial<Statement> {
  const locks = existing([owner], context);
  const lockMode = kindOf(id) === 'trigger' && !isDropped ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  return locks.length === 0 ? {} : { lockMode, locks };
}
