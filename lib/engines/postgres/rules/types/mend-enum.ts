import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { EnumAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLiteral } from '../../quote.ts';
import { dropObject } from '../drop-object.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';
import { rebuildType } from './rebuild-type.ts';

/**
 * Creates missing enum types and adds missing labels where they belong in the order.
 *
 * A label is added by a statement of its own: inside a transaction it could be added, but not be used before COMMIT.
 * Labels cannot be removed or moved, so those stay for a person.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertype.html
 */
export const mendEnum: Rule = {
  kind: 'enum',
  create: (id, _, context) => createEnum(id, context),
  drop: dropObject,
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return createEnum(id, context);
    if (kind === 'modified') return addLabels(id, context);
    return dropObject(id, [], context);
  },
};

function createEnum(id: ObjectId, context: RuleContext): Mending {
  const { labels } = attributesOf<EnumAttributes>(context.expected, id);
  return {
    statements: [
      makeStatement(context, {
        sql: `CREATE TYPE ${quoteId(id)} AS ENUM (${labels.map(quoteLiteral).join(', ')})`,
        causedBy: [id],
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  };
}

function addLabels(id: ObjectId, context: RuleContext): Mending {
  const { labels: expected } = attributesOf<EnumAttributes>(context.expected, id);
  const { labels: actual } = attributesOf<EnumAttributes>(context.actual, id);
  const statements = placesOfMissing(expected, actual).map(({ label, place }) =>
    makeStatement(context, {
      sql: `ALTER TYPE ${quoteId(id)} ADD VALUE IF NOT EXISTS ${quoteLiteral(label)} ${place}`,
      causedBy: [id],
      transaction: 'outside',
      provides: [id],
    }),
  );
  if (whyNotByAdding(expected, actual) === undefined) return { statements };
  // The labels that are missing can be had without the hazard of the rest.
  const rebuild = rebuildType(id, 'TYPE', createEnum(id, context).statements, context);
  return { ...rebuild, statements: [...statements, ...rebuild.statements] };
}

/**
 * Where each missing label goes, in the order in which to add them: after the label that the expectation has before
 * it, which by then is there; the first ones of all before the first label that is there.
 */
function placesOfMissing(
  expected: readonly string[],
  actual: readonly string[],
): readonly { readonly label: string; readonly place: string }[] {
  const there = new Set(actual);
  const firstThere = expected.find((label) => there.has(label)) ?? actual[0];
  return expected.flatMap((label, i) => {
    if (there.has(label)) return [];
    const previous = expected[i - 1];
    if (previous !== undefined) return [{ label, place: `AFTER ${quoteLiteral(previous)}` }];
    return [{ label, place: firstThere === undefined ? '' : `BEFORE ${quoteLiteral(firstThere)}` }];
  });
}

function whyNotByAdding(expected: readonly string[], actual: readonly string[]): string | undefined {
  const unknown = actual.filter((label) => !expected.includes(label));
  if (unknown.length > 0) {
    return `the labels ${unknown.map(quoteLiteral).join(', ')} are not expected, and PostgreSQL cannot remove a label: only a new type can be without it`;
  }
  const common = expected.filter((label) => actual.includes(label));
  return common.every((label, i) => label === actual[i])
    ? undefined
    : 'the labels stand in another order, and PostgreSQL cannot move a label: only a new type can have them in order';
}
