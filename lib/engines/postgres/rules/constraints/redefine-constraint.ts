import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { equalJson } from '../../../../catalog/normalize.ts';
import { formatObjectId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ConstraintAttributes } from '../../object-kinds.ts';
import { quoteId, quoteIdentifier, quoteLastPart } from '../../quote.ts';
import { standsOnChangingColumn } from '../columns/changes-type.ts';
import { dropConstraintOf, ownerOf } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf } from '../make-statement.ts';
import { inheritorsOf, partsThatFollow } from '../tables/descendants.ts';
import { setCluster, setReplicaIdentity } from '../tables/keep-table.ts';
import { leavesParent } from '../tables/place-table.ts';
import { addConstraint } from './add-constraint.ts';

/**
 * Gives a constraint another definition, so that one of both holds at any time: the new one is added under a name of our
 * own and validated apart, or the index of a key is built online, then the old one goes and the new one takes its name.
 * What depends on a key (foreign keys, views) goes and comes back in the transaction that exchanges the two. Where a
 * column changes its type, the old one goes first.
 */
export function redefineConstraint(id: ObjectId, context: RuleContext): Mending {
  const expected = attributesOf<ConstraintAttributes>(context.expected, id);
  const actual = attributesOf<ConstraintAttributes>(context.actual, id);
  const [parent = ''] = expected.belongsTo;
  const wholes = actual.isInherited === true ? actual.belongsTo.slice(1) : [];
  if (wholes.some((whole) => !leavesParent(parent, ownerOf(whole, context), context))) {
    return wholes.some((whole) => context.differs(whole, 'definition') || context.differs(whole, 'type'))
      ? { statements: [] }
      : { statements: [], unplanned: [{ id, reason: 'it comes from the parent of its table, whose has to change' }] };
  }
  const causes = [id, ...partsThatFollow(id, context)];
  const inTheirName = (each: Statement): Statement => ({
    ...each,
    causedBy: causes,
    hazards: [...each.hazards, hazards.replacesConstraint],
  });
  const dropped = inTheirName({ ...dropConstraintOf(id, [], causes, context), hazards: [] });
  const restored = [
    ...(marked(parent, 'replicaIdentity', id, context) ? setReplicaIdentity(parent, causes, [], context) : []),
    ...(marked(parent, 'clusteredOn', id, context) ? setCluster(parent, causes, [], context) : []),
  ].map(inTheirName);
  const { path } = parseObjectId(id);
  const name = `driftline_new_${fingerprintText(id)}`;
  const index = formatObjectId('index', [path[0] ?? '', name]);
  const added = addConstraint(id, [], context, index).statements.map(inTheirName);
  const [first, ...rest] = added;
  // Where there is no moment with both, those of its partitions and heirs are gone in between as well.
  const gone = [...new Set([id, ...inheritorsOf(id, context.actual)])].filter((each) => kindOf(each) === kindOf(id));
  const oneAfterTheOther = { statements: [{ ...dropped, removes: gone }, ...added, ...restored], rebuilt: [id] };
  if (first === undefined || standsOnChangingColumn(id, context)) return oneAfterTheOther;
  if (first.provides.includes(index)) {
    // In one transaction, so that one of both keys holds at any time.
    return { statements: [first, dropped, ...rest, ...restored], rebuilt: [id] };
  }
  const isInSteps = first.sql.endsWith(' NOT VALID') && kindOf(parent) !== 'domain' && !standsOnNew(id, context);
  if (!isInSteps) return oneAfterTheOther;
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

/** Whether the expectation marks a table with one of its indexes, which forgets that when the index goes. */
function marked(table: ObjectId, mark: 'replicaIdentity' | 'clusteredOn', id: ObjectId, context: RuleContext): boolean {
  return context.expected.objects[table]?.[mark] === id;
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
