import type { ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { SequenceAttributes } from '../../object-kinds.ts';
import { quoteId } from '../../quote.ts';
import { allOptions } from '../columns/alter-identity.ts';
import { dropObject } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, joinMendings, makeStatement } from '../make-statement.ts';
import { createSequence, ownSequence } from './create-sequence.ts';

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
  // A column that goes would take it along.
  const comesBefore = belongsTo(context.actual.objects[id]).filter((owner) => !(owner in context.expected.objects));
  if (owned.length > 0) return { statements: owned.map((each) => ({ ...each, comesBefore })) };
  if (attribute === 'belongsTo') return { statements: [{ ...disown(id, context), comesBefore }] };
  if (attribute === 'type' || attribute === 'options') return { statements: renumber(id, context) };
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

/** Told its type, PostgreSQL sets the limits anew as those of a rising sequence: one that falls hears them again. */
function renumber(id: ObjectId, context: RuleContext): readonly Statement[] {
  const { type, options } = attributesOf<SequenceAttributes>(context.expected, id);
  const { type: typeNow, options: actual } = attributesOf<SequenceAttributes>(context.actual, id);
  const settings = allOptions(actual ?? {}, options ?? {}).join(' ');
  const isFalling = [options, actual].some((each) => each?.increment?.startsWith('-') === true);
  const types = type === typeNow ? [''] : isFalling ? [`AS ${type} `, ''] : [`AS ${type} `];
  return types.map((words) =>
    makeStatement(context, {
      sql: `ALTER SEQUENCE ${quoteId(id)} ${words}${settings}`,
      causedBy: [id],
      hazards: [hazards.changesNumbers],
    }),
  );
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
