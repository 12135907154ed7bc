import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { SequenceAttributes } from '../object-kinds.ts';
import { quoteId } from '../quote.ts';
import { allOptions } from './alter-identity.ts';
import { createSequence, ownSequence } from './create-sequence.ts';
import { dropObject } from './drop-object.ts';
import { hazards } from './hazards.ts';
import { attributesOf, joinMendings, makeStatement } from './make-statement.ts';

/** Creates missing sequences and gives them to the column that should own them. */
export const mendSequence: Rule = {
  kind: 'sequence',
  create: (id, _, context) => makeSequence(id, context),
  drop: dropSequence,
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return makeSequence(id, context);
    if (kind === 'unexpected') return dropSequence(id, [], context);
    return joinMendings(drifts.map(({ attribute }) => alterSequence(id, attribute, context)));
  },
};

function makeSequence(id: ObjectId, context: RuleContext): Mending {
  return { statements: [createSequence(id, [id], context), ...ownSequence(id, [id], context)] };
}

function dropSequence(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  return dropObject(id, includes, context, [hazards.dropsSequence]);
}

function alterSequence(id: ObjectId, attribute: string | undefined, context: RuleContext): Mending {
  const owned = attribute === 'belongsTo' ? ownSequence(id, [id], context, [hazards.changesSequence]) : [];
  if (owned.length > 0) return { statements: owned };
  if (attribute === 'belongsTo') return { statements: [disown(id, context)] };
  if (attribute === 'type' || attribute === 'options') return { statements: [renumber(id, context)] };
  if (attribute === 'persistence') return { statements: [setPersistence(id, context)] };
  return {
    statements: [],
    unplanned: [{ id, reason: `no rule changes a sequence's ${attribute ?? 'definition'} yet` }],
  };
}

function disown(id: ObjectId, context: RuleContext): Statement {
  const sql = `ALTER SEQUENCE ${quoteId(id)} OWNED BY NONE`;
  return makeStatement(context, { sql, causedBy: [id], hazards: [hazards.changesSequence] });
}

function renumber(id: ObjectId, context: RuleContext): Statement {
  const { type, options } = attributesOf<SequenceAttributes>(context.expected, id);
  const { options: actual } = attributesOf<SequenceAttributes>(context.actual, id);
  return makeStatement(context, {
    sql: `ALTER SEQUENCE ${quoteId(id)} AS ${type} ${allOptions(actual ?? {}, options ?? {}).join(' ')}`,
    causedBy: [id],
    hazards: [hazards.changesNumbers],
  });
}

/** Since PostgreSQL 15; before that there is no such sequence. */
function setPersistence(id: ObjectId, context: RuleContext): Statement {
  const { persistence } = attributesOf<SequenceAttributes>(context.expected, id);
  return makeStatement(context, {
    sql: `ALTER SEQUENCE ${quoteId(id)} SET ${persistence === 'unlogged' ? 'UNLOGGED' : 'LOGGED'}`,
    causedBy: [id],
    hazards: [hazards.changesStorage],
  });
}
