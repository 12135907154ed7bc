import { fingerprintText } from '../../../catalog/fingerprint.ts';
import { equalJson } from '../../../catalog/normalize.ts';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import type { Statement } from '../../../plan/statement.ts';
import type { ConstraintAttributes } from '../object-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../quote.ts';
import { addConstraint } from './add-constraint.ts';
import { dropConstraintOf } from './drop-object.ts';
import { hazards } from './hazards.ts';
import { attributesOf } from './make-statement.ts';

/**
 * Gives a constraint another definition, so that one of both holds at any time: the new one is added under a name of our
 * own and validated apart, or the index of a key is built online, then the old one goes and the new one takes its name.
 */
export function redefineConstraint(id: ObjectId, context: RuleContext): Mending {
  const expected = attributesOf<ConstraintAttributes>(context.expected, id);
  const actual = attributesOf<ConstraintAttributes>(context.actual, id);
  const [parent = ''] = expected.belongsTo;
  if (actual.isInherited === true) {
    return {
      statements: [],
      unplanned: [{ id, reason: 'it comes from the parent of its table, whose has to change' }],
    };
  }
  const dropped: Statement = {
    ...dropConstraintOf(id, [], [id], context),
    hazards: [hazards.replacesConstraint],
  };
  const adding = addConstraint(id, [], context);
  const added: Mending = {
    ...adding,
    statements: adding.statements.map((each) => ({ ...each, hazards: [...each.hazards, hazards.replacesConstraint] })),
  };
  const [first, ...rest] = added.statements;
  const isInSteps =
    first?.sql.endsWith(' NOT VALID') === true && kindOf(parent) !== 'domain' && !standsOnNew(id, context);
  if (first === undefined || !isInSteps) return { ...added, statements: [dropped, ...added.statements], rebuilt: [id] };
  const { path } = parseObjectId(id);
  const name = `driftline_new_${fingerprintText(id)}`;
  const temporary = formatObjectId('constraint', [...path.slice(0, -1), name]);
  const [table, final] = [quoteId(parent), quoteLastPart(id)];
  const rename = (sql: string) => sql.replace(`CONSTRAINT ${final}`, () => `CONSTRAINT ${quoteIdentifier(name)}`);
  return {
    statements: [
      { ...first, sql: rename(first.sql), provides: [temporary] },
      ...rest.map((each) => ({
        ...each,
        sql: rename(each.sql),
        provides: [temporary],
        requires: [...each.requires.filter((need) => need !== id), temporary],
      })),
      dropped,
      {
        ...dropped,
        sql: `ALTER TABLE ${table} RENAME CONSTRAINT ${quoteIdentifier(name)} TO ${final}`,
        provides: [id],
        removes: [temporary],
        requires: [temporary],
      },
    ],
    rebuilt: [id],
  };
}

/**
 * Whether the new one needs what is only made when the old one is gone: a table that waits for a name of the old one's
 * table, a key in the place of the key that the old one stands on.
 */
function standsOnNew(id: ObjectId, { expected, actual, isCreated }: RuleContext): boolean {
  const { references } = attributesOf<ConstraintAttributes>(expected, id);
  const needs = [...(references === undefined ? [] : [references]), ...(expected.dependencies[id] ?? [])];
  const isOther = (need: ObjectId) =>
    kindOf(need) === 'constraint' && !equalJson(expected.objects[need] ?? null, actual.objects[need] ?? null);
  return needs.some((need) => isCreated(need) || isOther(need));
}
