import { fingerprintText } from '../../../../catalog/fingerprint.ts';
import { formatChildId, kindOf, type ObjectId, parseObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ConstraintAttributes } from '../../object-kinds.ts';
import { attributesOf } from '../make-statement.ts';
import { descendantsOf, partsThatFollow } from '../tables/descendants.ts';

/** How the parts of a constraint are added to the partitions that hold the rows. */
export interface PartsAdded {
  readonly statements: readonly Statement[];
  /** The constraints of the partitions, which the parent's then takes over. */
  readonly parts: readonly ObjectId[];
}

/**
 * Adds a key or a foreign key to each partition with rows by itself, online, before the partitioned table gets it:
 * PostgreSQL takes over those that are there, and reads nothing. What an earlier attempt left is taken up.
 *
 * @param addTo adds the constraint of one partition, in a context in which the expectation has it
 * @param validate proves one that is there, and NOT VALID
 * @returns undefined where a partition has something else under the name, or can have no such constraint
 * @see https://www.postgresql.org/docs/18/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
 */
export function addByPartition(
  id: ObjectId,
  inherited: readonly ObjectId[],
  context: RuleContext,
  addTo: (part: ObjectId, context: RuleContext) => readonly Statement[],
  validate: (part: ObjectId, context: RuleContext) => readonly Statement[],
): PartsAdded | undefined {
  const constraint = attributesOf<ConstraintAttributes>(context.expected, id);
  const [table = ''] = constraint.belongsTo;
  const causedBy = [id, ...partsThatFollow(id, context)];
  const added: Statement[] = [];
  const parts: ObjectId[] = [];
  for (const partition of descendantsOf(table, context.actual)) {
    if (context.actual.objects[partition]?.partitionKey !== undefined) continue;
    const part = partOn(partition, id, inherited, context);
    const there = context.actual.objects[part] as ConstraintAttributes | undefined;
    const isOther =
      there !== undefined && (there.type !== constraint.type || there.definition !== constraint.definition);
    if (isOther || kindOf(partition) !== 'table') return undefined;
    const own = withPart(part, partition, id, context);
    const todo = there === undefined ? addTo(part, own) : there.isValidated === false ? validate(part, own) : [];
    added.push(...todo.map((each) => ({ ...each, causedBy })));
    parts.push(part);
  }
  return { statements: added, parts };
}

/** The partition's constraint as the expectation calls it; by a name of our own where it does not know the partition. */
function partOn(
  partition: ObjectId,
  id: ObjectId,
  inherited: readonly ObjectId[],
  { expected }: RuleContext,
): ObjectId {
  const known = [...inherited, ...Object.keys(expected.objects)].find(
    (part) =>
      kindOf(part) === 'constraint' && belongsTo(expected.objects[part])[0] === partition && comesFrom(part, id),
  );
  return known ?? formatChildId('constraint', partition, `driftline_${fingerprintText(`${id} ${partition}`)}`);

  function comesFrom(part: ObjectId, whole: ObjectId): boolean {
    return belongsTo(expected.objects[part])
      .slice(1)
      .some((each) => each === whole || (kindOf(each) === 'constraint' && comesFrom(each, whole)));
  }
}

/** The context in which the expectation has the constraint of a partition by itself, defined as the whole is. */
function withPart(part: ObjectId, partition: ObjectId, id: ObjectId, context: RuleContext): RuleContext {
  const { expected } = context;
  const ofPartition = (need: ObjectId) =>
    kindOf(need) === 'column' && belongsTo(expected.objects[need])[0] === belongsTo(expected.objects[id])[0]
      ? formatChildId('column', partition, parseObjectId(need).path.at(-1) ?? '')
      : need;
  return {
    ...context,
    expected: {
      ...expected,
      objects: { ...expected.objects, [part]: { ...expected.objects[id], belongsTo: [partition], isInherited: false } },
      dependencies: { ...expected.dependencies, [part]: (expected.dependencies[id] ?? []).map(ofPartition) },
      ...(expected.notes === undefined ? {} : { notes: { ...expected.notes, [part]: expected.notes[id] ?? {} } }),
    },
  };
}
